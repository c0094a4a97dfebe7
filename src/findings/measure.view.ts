import { momentInWords } from '../accounts'
import { caseLabel, type Case } from '../cases'
import { shortDay, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import { inDocuments } from '../vocabulary/money'
import { refusals } from '../vocabulary/refusals'
import { caseHref } from '../vocabulary/staff-paths'
import { changeMark } from './finding.rules'
import type { Measure, MeasureChange, MeasureKind, MeasuresFile } from './measure'

const groupWords: Readonly<Record<MeasureKind['data']['group'], string>> = {
  agreement: '协议处理',
  order: '责令',
  recovery: '追回基金',
  penalty: '行政处罚',
  licence: '资格和处分',
  told: '告知和移送',
}

const moneyWords = { recovery: '追回的基金', fine: '罚款', deduction: '协议扣款' } as const

const closedWords = {
  '': '',
  'not-yours': '处理措施由这一件的承办人和负责人登记，您可以看。',
  state: '这一件还没有开始核查，或者已经结案，现在不能登记。',
} as const

/** The lamp of a day: red when it has passed, amber on the last three days. */
export const lampOf = (due: Day, today: Day, near: Day): 'red' | 'amber' | 'green' => {
  if (due < today) return 'red'
  return due <= near ? 'amber' : 'green'
}

/** Beside the heading of every page of this room. */
export const toHead = (found: Case, target: string) => ({
  number: caseLabel(found.year, found.serial),
  target,
  caseLink: caseHref(found.id, { tab: 'decisions' }),
  findingLink: `/staff/cases/${found.id}/findings`,
  measuresLink: `/staff/cases/${found.id}/measures`,
  ledgersLink: `/staff/cases/${found.id}/ledgers`,
})

const kindName = (kinds: readonly MeasureKind[], code: string): string =>
  kinds.find(one => one.code === code)?.data.name ?? code

const proofOf = ({ end }: Measure, { files, found }: MeasuresFile) => {
  const file = files.find(({ id }) => id === end?.file)
  return {
    number: end?.number ?? '',
    file: file?.name ?? '',
    fileLink: file === undefined ? '' : `/staff/cases/${found.id}/evidence/${file.id}`,
    note: end?.note ?? '',
  }
}

const stateWords = (measure: Measure, today: Day): string => {
  if (measure.state === 'dropped') return '已撤销'
  if (measure.doneOn !== null) return `${shortDay(measure.doneOn, today)} 完成`
  return `${shortDay(measure.dueOn, today)} 到期`
}

const toRow = (measure: Measure, file: MeasuresFile) => ({
  kind: kindName(file.kinds, measure.kind),
  state: stateWords(measure, file.today),
  lamp: measure.state === 'open' ? lampOf(measure.dueOn, file.today, file.near) : '',
  isOpen: measure.state === 'open',
  href: `/staff/cases/${file.found.id}/measures/${measure.id}`,
  who: file.names.get(measure.responsibleId) ?? '同事',
  amount: measure.order.amount === 0n ? '' : inDocuments(measure.order.amount),
  receiver: measure.order.receiver,
  note: measure.order.note,
  proof: proofOf(measure, file),
})

/** For the tab of the case page too. */
export const toMeasureRows = (file: MeasuresFile) => file.measures.map(one => toRow(one, file))

const chosenOf = (form: FormState, field: string, value: string): boolean =>
  form.values[field] === value

const kindGroups = ({ kinds }: MeasuresFile, form: FormState) =>
  Object.entries(groupWords).map(([group, words]) => ({
    words,
    kinds: kinds
      .filter(({ data }) => data.group === group)
      .map(({ code, data }) => ({ code, name: data.name, chosen: chosenOf(form, 'kind', code) })),
  }))

export const toMeasuresPage = (
  file: MeasuresFile,
  { form, once }: { readonly form: FormState; readonly once: string },
) => ({
  ...toHead(file.found, file.target),
  title: `处理措施 ${caseLabel(file.found.year, file.found.serial)}`,
  closedWords: closedWords[file.closedBecause],
  missing: file.missing.map(what => moneyWords[what]).join('、'),
  rows: toMeasureRows(file),
  action: `/staff/cases/${file.found.id}/measures`,
  once,
  values: form.values,
  formErrors: form.errors,
  groups: kindGroups(file, form),
  people: file.people.map(({ id, name }) => ({
    ...{ id, name },
    chosen: chosenOf(form, 'responsible', id),
  })),
  maxNote: file.limits.note,
})

const toChange =
  (file: MeasuresFile) =>
  ({ from, to, changedBy, changedAt, reason }: MeasureChange) => {
    const nameOf = (id: StaffId) => file.names.get(id) ?? '同事'
    const words = [
      ...(from.responsibleId === to.responsibleId
        ? []
        : [`由${nameOf(from.responsibleId)}改为${nameOf(to.responsibleId)}负责`]),
      ...(from.dueOn === to.dueOn
        ? []
        : [`期限由 ${shortDay(from.dueOn, file.today)} 改为 ${shortDay(to.dueOn, file.today)}`]),
    ]
    return {
      words: words.join('，'),
      by: `${nameOf(changedBy)}，${momentInWords(changedAt)}`,
      reason,
    }
  }

const mayEnd = ({ state }: Measure, { closedBecause }: MeasuresFile): boolean =>
  state === 'open' && closedBecause === ''

const fieldWords: Readonly<Record<string, string>> = {
  on: '哪一天完成的',
  number: '文号、票据号',
  note: '说明',
  reason: '为什么撤销',
  until: '新的期限',
  why: '为什么改',
}

const typedIn = (values: FormState['values']) =>
  Object.entries(fieldWords).flatMap(([name, words]) => {
    const value = values[name] ?? ''
    return value.trim() === '' ? [] : [{ words, value }]
  })

/** What was typed and was not taken: a colleague was faster. */
const toLate = (late: string | undefined, mayEnd: boolean, { values }: FormState) =>
  late === undefined
    ? undefined
    : {
        title: refusals[late]?.title ?? '',
        text: refusals[late]?.text ?? '',
        // While it is open the forms below have it.
        typed: mayEnd ? [] : typedIn(values),
      }

const toChangeForm = (file: MeasuresFile, measure: Measure, { values }: FormState) => ({
  seen: changeMark(file.changes.filter(({ measureId }) => measureId === measure.id)),
  until: values['until'] ?? measure.dueOn,
  people: file.people.map(({ id, name }) => ({
    code: id,
    words: name,
    chosen: (values['to'] ?? measure.responsibleId) === id,
  })),
})

export const toMeasurePage = (
  file: MeasuresFile,
  measure: Measure,
  { form, once, late }: { readonly form: FormState; readonly once: string; readonly late?: string },
) => ({
  ...toHead(file.found, file.target),
  title: `${kindName(file.kinds, measure.kind)} ${caseLabel(file.found.year, file.found.serial)}`,
  kind: kindName(file.kinds, measure.kind),
  basis: file.kinds.find(({ code }) => code === measure.kind)?.data.basis ?? '',
  added: `${file.names.get(measure.addedBy) ?? '同事'}在 ${momentInWords(measure.addedAt)} 登记`,
  row: toRow(measure, file),
  changes: file.changes.filter(({ measureId }) => measureId === measure.id).map(toChange(file)),
  late: toLate(late, mayEnd(measure, file), form),
  mayEnd: mayEnd(measure, file),
  change: toChangeForm(file, measure, form),
  once,
  action: `/staff/cases/${file.found.id}/measures/${measure.id}`,
  values: form.values,
  formErrors: form.errors,
  today: file.today,
  files: file.files.map(({ id, name }) => ({ id, name, chosen: chosenOf(form, 'file', id) })),
  maxNote: file.limits.note,
})
