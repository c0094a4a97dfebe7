import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { addDays, dayOf } from '../platform/clock'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type {
  ChangeOfMeasure,
  EndOfMeasure,
  Measure,
  MeasureKind,
  MeasureOrder,
  MeasuresFile,
  NewMeasure,
} from './measure'
import { amountIn, dayIn, faultsOf, onceIn, TypedForm, wordsIn, type Fault } from './typed'

export const MeasureParams = z.object({
  caseId: z.uuid().transform(id => id as CaseId),
  measureId: z.uuid(),
})

type Frame = Pick<MeasuresFile, 'kinds' | 'people' | 'today' | 'limits' | 'files'>

/** A due day further away than this is a slip of the pen. */
const FARTHEST_DAYS = 3660

const readOrder = (
  typed: TypedForm,
  kind: MeasureKind | undefined,
  { limits }: Frame,
  fault: Fault,
): MeasureOrder => {
  const order = {
    amount: amountIn(typed, 'amount', { most: limits.most, fault }),
    receiver: wordsIn(typed, 'receiver', { most: limits.name, fault }),
    note: wordsIn(typed, 'note', { most: limits.note, fault }),
  }
  if (kind?.data.money !== undefined && order.amount === 0n)
    fault('amount', '这一种要写金额，例如 1,234.56；大额可以写 12.5万')
  if (kind?.data.receiver === true && order.receiver === '')
    fault('receiver', '这一种要写送给哪个部门')
  return order
}

export const newMeasureForm = (frame: Frame) =>
  TypedForm.transform((typed, context): NewMeasure => {
    const fault = faultsOf(context)
    const { kinds, people, today } = frame
    const kind = kinds.find(({ code }) => code === typed['kind'])
    if (kind === undefined) fault('kind', '请选是哪一种措施')
    const person = people.find(({ id }) => id === typed['responsible'])
    if (person === undefined) fault('responsible', '请选由谁负责')
    const due = {
      from: today,
      to: addDays(today, FARTHEST_DAYS),
      early: '到期的日期已经过了',
      late: '这个日期太远了，请核对年份',
      fault,
    }
    return {
      once: onceIn(typed, fault),
      kind: kind?.code ?? '',
      responsibleId: person?.id ?? ('' as StaffId),
      dueOn: dayIn(typed, 'due', due),
      order: readOrder(typed, kind, frame, fault),
    }
  })

const readDone = (
  typed: TypedForm,
  { kinds, today, limits, files }: Frame,
  measure: Measure,
  fault: Fault,
): EndOfMeasure => {
  const kind = kinds.find(({ code }) => code === measure.kind)
  const number = wordsIn(typed, 'number', { most: limits.name, fault })
  const file = files.find(({ id }) => id === typed['file'])?.id
  if (kind?.data.number === true && number === '') fault('number', '这一种要写文号')
  else if (number === '' && file === undefined)
    fault('number', '要有凭据：写文号、票据号，或者在下面选一份材料')
  const done = {
    // What was told or paid before it was written down here is dated as it was.
    from: addDays(dayOf(measure.addedAt), -FARTHEST_DAYS),
    to: today,
    early: '这个日期太早了，请核对年份',
    late: '这个日期还没到',
    fault,
  }
  const note = wordsIn(typed, 'note', { most: limits.note, fault })
  return { state: 'done', doneOn: dayIn(typed, 'on', done), end: { number, file, note } }
}

const readDropped = (typed: TypedForm, { limits }: Frame, fault: Fault): EndOfMeasure => {
  const note = wordsIn(typed, 'reason', { most: limits.note, fault })
  if (Array.from(note).length < limits.reasonMin)
    fault('reason', `撤销的理由至少写 ${limits.reasonMin} 字，现在 ${Array.from(note).length} 字`)
  return { state: 'dropped', doneOn: null, end: { number: '', file: undefined, note } }
}

const readTerms = (
  typed: TypedForm,
  { people, today }: Frame,
  measure: Measure,
  fault: Fault,
): Pick<ChangeOfMeasure, 'responsibleId' | 'dueOn'> => {
  const person = people.find(({ id }) => id === typed['to'])
  if (person === undefined) fault('to', '请选由谁负责')
  const from = measure.dueOn < today ? measure.dueOn : today
  const early = '到期的日期已经过了'
  const late = '这个日期太远了，请核对年份'
  const dueOn = dayIn(typed, 'until', {
    from,
    to: addDays(today, FARTHEST_DAYS),
    early,
    late,
    fault,
  })
  if (dueOn < today && dueOn !== measure.dueOn) fault('until', early)
  const responsibleId = person?.id ?? measure.responsibleId
  return { responsibleId, dueOn }
}

const reasonIn = (typed: TypedForm, { limits }: Frame, fault: Fault): string => {
  const reason = wordsIn(typed, 'why', { most: limits.note, fault })
  const written = Array.from(reason).length
  if (written < limits.reasonMin)
    fault('why', `改的理由至少写 ${limits.reasonMin} 字，现在 ${written} 字`)
  return reason
}

/** Another person or another day; a day that has passed may stay, but is not chosen anew. */
export const changeForm = (frame: Frame & Pick<MeasuresFile, 'changes'>, measure: Measure) =>
  TypedForm.transform((typed, context): ChangeOfMeasure => {
    const fault = faultsOf(context)
    const terms = readTerms(typed, frame, measure, fault)
    const { responsibleId, dueOn } = measure
    // Sent twice it is as it was asked for.
    const known = frame.changes.some(({ id }) => id === typed['once'])
    if (!known && isDeepStrictEqual(terms, { responsibleId, dueOn }) && context.issues.length === 0)
      fault('to', '人和日期都和原来一样，没有要改的')
    const reason = reasonIn(typed, frame, fault)
    return { ...terms, reason, seen: typed['seen'] ?? '', once: onceIn(typed, fault) }
  })

export const endForm = (frame: Frame, measure: Measure) =>
  TypedForm.transform((typed, context): EndOfMeasure => {
    const fault = faultsOf(context)
    return typed['do'] === 'drop'
      ? readDropped(typed, frame, fault)
      : readDone(typed, frame, measure, fault)
  })
