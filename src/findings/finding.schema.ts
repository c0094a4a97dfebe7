import { z } from 'zod'
import type { Day } from '../platform/clock'
import type { CaseId } from '../vocabulary/ids'
import { inYuan } from '../vocabulary/money'
import { lengthOf } from '../vocabulary/typing'
import {
  matches,
  type FindingContent,
  type FindingFrame,
  type FindingItem,
  type LawOfViolation,
  type Match,
} from './finding'
import { outsideOf, placesIn, totalsOf } from './finding.rules'
import { amountIn, faultsOf, TypedForm, wordsIn, type Fault } from './typed'

export const CaseParams = z.object({ caseId: z.uuid().transform(id => id as CaseId) })

const itemFields = ['code', 'facts', 'loss', 'other', 'fine'] as const

const isBlank = (typed: TypedForm, at: number): boolean =>
  itemFields.every(field => (typed[`${field}_${at}`] ?? '').trim() === '')

const readItem = (typed: TypedForm, at: number, frame: FindingFrame, fault: Fault): FindingItem => {
  const { limits, catalogue } = frame
  const money = { most: limits.most, fault }
  const code = typed[`code_${at}`] ?? ''
  const law = catalogue.find(one => one.code === code)
  if (law === undefined) fault(`code_${at}`, '请选是哪一种违法行为')
  const facts = wordsIn(typed, `facts_${at}`, { most: limits.facts, fault })
  if (facts === '') fault(`facts_${at}`, '请写查明的事实')
  const item = {
    code,
    facts,
    loss: amountIn(typed, `loss_${at}`, money),
    otherLoss: amountIn(typed, `other_${at}`, money),
    fine: amountIn(typed, `fine_${at}`, money),
  }
  if (law?.fundLoss === false && item.loss + item.otherLoss > 0n)
    fault(`loss_${at}`, '这一项本身不造成基金损失，损失请空着；有损失的，另选造成损失的那一项')
  return item
}

const readMatch = (typed: TypedForm, fault: Fault): Match => {
  const match = matches.find(one => one === typed['match'])
  if (match === undefined) fault('match', '请选和举报是不是一致')
  return match ?? 'no'
}

const readPublic = (typed: TypedForm, frame: FindingFrame, fault: Fault): boolean | undefined => {
  if (!frame.asksPublic) return undefined
  const answer = typed['public']
  if (answer !== 'yes' && answer !== 'no')
    fault('public', '请选是不是公立机构，公立的要告知纪检监察机关')
  return answer === 'yes'
}

const checkMatch = (
  { match, items, text }: FindingContent,
  places: readonly number[],
  fault: Fault,
): void => {
  if (match === 'no' && items.some(({ loss }) => loss > 0n))
    fault('match', '选了“不一致”，举报的事项就没有损失；有损失的，请改选')
  if (match !== 'no' && places.length === 0) fault('code_1', '查实的，至少写一项违法行为')
  if (text === '') fault('text', '请写认定的结论和理由')
}

const checkReturned = (content: FindingContent, fault: Fault): void => {
  const { loss, otherLoss, voluntary, recovered } = totalsOf(content)
  if (voluntary + recovered > loss + otherLoss)
    fault(
      'voluntary',
      `已经退回的合计 ${inYuan(voluntary + recovered)} 元，超过了损失 ${inYuan(loss + otherLoss)} 元`,
    )
}

const checkBands = (content: FindingContent, frame: FindingFrame, fault: Fault): void => {
  const laws = content.items.map(({ code }) => lawOf(frame.catalogue, code))
  const { reasonMin } = frame.limits
  if (outsideOf(content.items, laws).length === 0) return
  if (lengthOf(content.bandReason) < reasonMin)
    fault('reason', `有罚款在幅度以外，理由至少写 ${reasonMin} 字，并且要先送法制审核`)
}

const lawOf = (catalogue: readonly LawOfViolation[], code: string): LawOfViolation | undefined =>
  catalogue.find(one => one.code === code)

const readContent = (typed: TypedForm, frame: FindingFrame, fault: Fault): FindingContent => {
  const { limits } = frame
  const money = { most: limits.most, fault }
  const places = placesIn(typed).filter(at => !isBlank(typed, at))
  if (places.length > limits.items)
    fault(`code_${places.at(-1) ?? 1}`, `一份认定最多 ${limits.items} 项，请合并`)
  const lawOn: Day = frame.today
  const content = {
    items: places.slice(0, limits.items).map(at => readItem(typed, at, frame, fault)),
    match: readMatch(typed, fault),
    isPublic: readPublic(typed, frame, fault),
    voluntary: amountIn(typed, 'voluntary', money),
    recovered: amountIn(typed, 'recovered', money),
    deducted: amountIn(typed, 'deducted', money),
    text: wordsIn(typed, 'text', { most: limits.text, fault }),
    bandReason: wordsIn(typed, 'reason', { most: limits.reasonMax, fault }),
    lawOn,
  }
  checkMatch(content, places, fault)
  checkReturned(content, fault)
  checkBands(content, frame, fault)
  return content
}

/** The whole finding out of what was typed; each fault stands at its field. */
export const findingForm = (frame: FindingFrame) =>
  TypedForm.transform((typed, context): FindingContent => {
    const content = readContent(typed, frame, faultsOf(context))
    return content
  })

const Carried = z.object({
  seen: z.string().max(40).catch('unknown'),
  do: z
    .string()
    .regex(/^(add|remove_[1-9]\d{0,2})$/)
    .optional()
    .catch(undefined),
})

/** From which state it was typed, and whether only a row of the form is to be added or taken away. */
export const readCarried = (body: unknown): z.output<typeof Carried> => Carried.parse(body ?? {})

/** The form with a row more or a row less; nothing is saved. */
export const rearranged = (typed: TypedForm, wish: string): TypedForm => {
  const places = placesIn(typed)
  const gone = Number(/^remove_(\d+)$/.exec(wish)?.[1] ?? 0)
  const kept = places.filter(at => at !== gone)
  const rows = wish === 'add' ? [...kept, 0] : kept
  const others = Object.entries(typed).filter(
    ([name]) => !/^(code|facts|loss|other|fine)_\d+$/.test(name) && name !== 'do',
  )
  const items = rows.flatMap((from, to) =>
    itemFields.map(field => [`${field}_${to + 1}`, typed[`${field}_${from}`] ?? ''] as const),
  )
  return Object.fromEntries([...others, ...items])
}
