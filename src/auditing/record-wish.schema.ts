import { z } from 'zod'
import { StepUpCode } from '../accounts'
import { addDays, type Day } from '../platform/clock'
import { lengthOf } from '../vocabulary/typing'
import type { ReasonLimits } from './record-export'
import {
  ALL,
  deeds,
  readDay,
  readPlace,
  SENSITIVE,
  sides,
  type Place,
  type RecordWish,
} from './record-wish.rules'

// What is no single short text (a list, an object) becomes a value that nothing knows.
const Text = z.string().trim().max(200).catch('?').default('')

const Query = z.object({
  ...{ body: Text, side: Text, from: Text, until: Text },
  ...{ deed: Text, person: Text, number: Text, before: Text },
})
type Query = z.output<typeof Query>

export type WishRead = {
  readonly wish: RecordWish
  readonly before: Place | undefined
  /** By the id of the field that can be put right. */
  readonly problems: Readonly<Record<string, string>>
}

const USUAL_DAYS = 30

const sentences = {
  body: '没有这个单位，或者不归您审计，已经换成本单位。',
  side: '没有这一边，已经去掉。',
  from: '开始日期写成 2026-11-22 这样，已经换成 30 天以前。',
  until: '结束日期写成 2026-11-22 这样，已经换成今天。',
  order: '开始日期晚于结束日期，请改一个。',
  deed: '没有这一种操作，已经去掉。',
  before: '这一页的位置读不出来，已经回到最新的记录。',
} as const

type Told = (place: keyof typeof sentences, id?: string) => void

const readDays = (asked: Query, today: Day, told: Told) => {
  const dayIn = (field: 'from' | 'until'): Day | undefined => {
    const day = readDay(asked[field])
    if (day === undefined && asked[field] !== '') told(field)
    return day
  }
  const until = dayIn('until') ?? today
  const days = { until, from: dayIn('from') ?? addDays(until, 1 - USUAL_DAYS) }
  if (days.from > days.until) told('order', 'from')
  return days
}

const readDeed = ({ deed }: Query, told: Told): string => {
  if (deed === '' || deed === SENSITIVE || deeds.some(one => one === deed)) return deed
  told('deed')
  return ''
}

const readBody = ({ body }: Query, bodies: readonly string[], told: Told): string => {
  if (body === ALL || bodies.includes(body)) return body
  if (body !== '') told('body')
  return bodies[0] ?? ''
}

/** What was asked for, as far as it is known; the rest is told. `bodies`: the auditor's own first. */
export const readWish = (query: unknown, bodies: readonly string[], today: Day): WishRead => {
  const asked = Query.catch(Query.parse({})).parse(query)
  const problems: Record<string, string> = {}
  const told: Told = (what, id = what) => {
    problems[`f-${id}`] = sentences[what]
  }
  const side = sides.find(one => one === asked.side)
  if (side === undefined && asked.side !== '') told('side')
  const before = readPlace(asked.before)
  if (before === undefined && asked.before !== '') told('before')
  const wish = {
    body: readBody(asked, bodies, told),
    side: side ?? ('' as const),
    ...readDays(asked, today, told),
    deed: readDeed(asked, told),
    ...{ person: asked.person, number: asked.number },
  }
  return { wish, before, problems }
}

export const exportForm = ({ min, max }: ReasonLimits) =>
  z.object({
    once: z.uuid('这张表过期了，请从操作记录重新打开导出这一步'),
    reason: z
      .string('请写明导出的理由')
      .trim()
      .superRefine((text, context) => {
        const length = lengthOf(text)
        const wrong = (message: string) => {
          context.addIssue({ code: 'custom', message })
        }
        if (length < min) wrong(`理由至少写 ${min} 字，现在 ${length} 字`)
        if (length > max) wrong(`理由最多 ${max} 字，现在多了 ${length - max} 字`)
      }),
    otp: StepUpCode,
  })

export const CheckForm = z.object({ whole: z.enum(['yes', 'no']).catch('no') })
export const EntryParams = z.object({ entryId: z.string().max(80) })
export const ExportParams = z.object({ exportId: z.uuid() })
