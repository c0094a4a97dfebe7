import { z } from 'zod'
import { StepUpCode } from '../accounts'
import { asDay, type Day } from '../platform/clock'
import type { CaseId, OrganisationId } from '../vocabulary/ids'
import { lengthOf } from '../vocabulary/staff-paths'
import { halfWidth, isGarbled, line, prose } from '../vocabulary/typing'
import type { Choice, Choices } from './choices'
import type { Place } from './entry'
import { entryStates } from './entry.rules'

export const CasePath = z.object({ caseId: z.uuid().transform(id => id as CaseId) })
export const EntryPath = z.object({ entryId: z.uuid() })
export const CaseEntryPath = CasePath.extend(EntryPath.shape)
export const NewQuery = z.object({ entry: z.uuid().optional().catch(undefined) })

const filled = (name: string, most: number, read: (text: string) => string) =>
  z
    .string(`请写${name}`)
    .transform(read)
    .superRefine((text, context) => {
      const length = lengthOf(text)
      if (length === 0) context.addIssue(`请写${name}`)
      else if (isGarbled(text)) context.addIssue(`${name}里有读不出来的字，请重新写`)
      else if (length > most) context.addIssue(`最多 ${most} 字，现在多了 ${length - most} 字`)
    })

const chosenOf = (list: readonly Choice[], words: string) => {
  const codes = list.map(({ code }) => code)
  return z.string(words).refine(code => codes.includes(code), words)
}

const dayTyped = (today: Day) =>
  z.string('请写决定的日期').transform((text, context): Day => {
    const typed = halfWidth(line(text))
    const [, year = '', month = '', day = ''] =
      /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$/.exec(typed) ?? []
    try {
      const read = asDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
      if (read <= today) return read
      context.addIssue('决定的日期还没有到')
    } catch {
      context.addIssue(typed === '' ? '请写决定的日期' : '日期要写成年、月、日，例如 2026 9 12')
    }
    return z.NEVER
  })

/** What is written for the public, with the entry's own id and the version that was on the page. */
export const draftForm = ({ kinds, most, today }: Choices) =>
  z
    .object({
      once: z.uuid('这一页放得太久了，请再提交一次'),
      seen: z.coerce.number().int().min(0).max(1000),
      kind: chosenOf(kinds, '请选是哪一种决定'),
      number: filled('文号', most.number, line),
      on: dayTyped(today),
      institution: filled('单位名称', most.institution, line),
      body: filled('正文', most.body, prose),
      articles: filled('依据的条款', most.articles, prose),
    })
    .transform(({ once, seen, on, ...rest }) => ({
      ...{ id: once, seen },
      draft: { ...rest, decidedOn: on },
    }))

/** Look first, or send it. */
export const WriteStep = z.object({ step: z.enum(['look', 'send']).catch('look') })

const version = z.coerce.number().int().min(1).max(1000)

/** Every answer is signed with a fresh code. */
export const ApproveForm = z.object({ version, otp: StepUpCode })
export const returnForm = ({ returns }: Choices) =>
  z.object({ version, ground: chosenOf(returns, '请选为什么退回'), otp: StepUpCode })
export const groundForm = ({ grounds }: Choices) =>
  z.object({ ground: chosenOf(grounds, '请选为什么不再算数'), otp: StepUpCode })

const place = z.string().transform((text, context): Place => {
  const [, on = '', id = ''] = /^(\d{4}-\d{2}-\d{2})\.([0-9a-f-]{36})$/.exec(text) ?? []
  try {
    if (z.uuid().safeParse(id).success) return { on: asDay(on), id }
  } catch {
    // Not a day: the list begins at its top.
  }
  context.addIssue('place')
  return z.NEVER
})

/** Where the desk's list stands; what is not understood is its beginning. */
export const BoardQuery = z.object({
  state: z.enum(entryStates).catch('written'),
  after: place.optional().catch(undefined),
})

/** What anybody looks for; what is not understood is not asked for. */
export const PublicQuery = z.object({
  body: z
    .uuid()
    .transform(id => id as OrganisationId)
    .optional()
    .catch(undefined),
  kind: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .optional()
    .catch(undefined),
  year: z.coerce.number().int().min(1990).max(2999).optional().catch(undefined),
  after: place.optional().catch(undefined),
})

const LONGEST = 100

export const SearchForm = PublicQuery.extend({
  q: z
    .string()
    .catch('')
    .transform(text => Array.from(line(text)).slice(0, LONGEST).join('')),
})
