import { z } from 'zod'
import type { CaseId } from '../vocabulary/ids'
import { lengthOf, readQueuePath } from '../vocabulary/staff-paths'
import { caseTabs, doneWords, type CaseAsked, type HistoryPlace } from './casework.rules'

export const CaseParams = z.object({ caseId: z.uuid().transform(id => id as CaseId) })

const Back = z.unknown().optional().transform(readQueuePath)
const known = Object.keys(doneWords) as (keyof typeof doneWords)[]

const Asked = z.object({
  tab: z.string().optional().catch('?'),
  back: Back,
  done: z.enum(known).optional().catch(undefined),
  before: z.string().max(200).optional().catch('?'),
})

export const readAsked = (query: unknown): CaseAsked => {
  const { tab, back, done, before } = Asked.parse(query)
  const found = caseTabs.find(name => name === (tab ?? 'summary'))
  const place = before === undefined ? undefined : readHistoryPlace(before)
  const lost = before !== undefined && place === undefined
  return {
    tab: found ?? 'summary',
    back,
    done,
    before: place,
    problem: problemOf(found === undefined, lost),
  }
}

const problemOf = (noTab: boolean, lost: boolean): string => {
  if (noTab) return '这一件里没有这一栏，下面是概况。'
  return lost ? '这一页的位置读不出来，下面从最近的记录开始。' : ''
}

const Place = z.tuple([
  z.iso.date(),
  z.string().regex(/^[\w-]{1,60}:(staff|reporter)$/),
  z.int().min(0),
])

const readHistoryPlace = (text: string): HistoryPlace | undefined => {
  try {
    const read = Place.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    if (!read.success) return undefined
    const [onDay, chain, seq] = read.data
    return { onDay, chain, seq }
  } catch {
    return undefined
  }
}

const plain = (count: number): string => count.toLocaleString('en-US')

const textWithin = (max: number) =>
  z
    .string()
    .catch('')
    .transform(text => text.trim())
    .superRefine((text, context) => {
      const over = lengthOf(text) - max
      if (over > 0) context.addIssue(`最多 ${plain(max)} 字，现在多了 ${plain(over)} 字`)
    })

export const messageForm = (max: number) =>
  z.object({
    once: z.uuid('这一页放得太久了，请再按一次发送'),
    // Drawn only where there are several reporters; then nobody is chosen beforehand.
    to: z
      .union([z.literal('all'), z.uuid().transform(id => id as CaseId)], '请选发给谁')
      .optional(),
    body: textWithin(max).refine(text => text !== '', '请写留言，写好再发送'),
    asks: z
      .unknown()
      .optional()
      .transform(ticked => ticked === '1'),
  })

export const briefForm = (max: number) => {
  const field = textWithin(max)
  return z.object({
    target: field.refine(text => text !== '', '请写被举报的对象，还不清楚就写“不清楚”'),
    when: field,
    how: field.refine(text => text !== '', '请写是怎么做的，一两句话也行'),
    amount: field,
    where: field,
  })
}

/** What each form carries beside its own fields. */
const Carried = z.object({ back: Back, seen: z.string().max(64).catch('unknown') })
export type Carried = z.output<typeof Carried>
export const readCarried = (sent: unknown): Carried => Carried.parse(sent ?? {})
