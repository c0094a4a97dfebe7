import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import type { CaseId, RecordItemId, StaffId } from '../vocabulary/ids'
import { halfWidth, lengthOf, line, prose, withThousands } from '../vocabulary/typing'
import type { FormLists, NewItem } from './record'

export const CasePath = z.object({ caseId: z.uuid().transform(id => id as CaseId) })

export const ItemPath = CasePath.extend({
  itemId: z.uuid().transform(id => id as RecordItemId),
})

const After = z.object({ after: z.coerce.number().int().min(0).max(1_000_000).catch(0) })
export const readAfter = (query: unknown): number => After.parse(query).after

const Of = z.object({
  of: z
    .uuid()
    .transform(id => id as RecordItemId)
    .optional()
    .catch(undefined),
})
export const readOf = (query: unknown): RecordItemId | undefined => Of.parse(query).of

const words = (most: number, read: (text: string) => string) =>
  z
    .string()
    .catch('')
    .transform(read)
    .superRefine((text, context) => {
      const over = lengthOf(text) - most
      if (over > 0)
        context.addIssue(`最多 ${withThousands(most)} 字，现在多了 ${withThousands(over)} 字`)
    })

const dateForm = /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$/

const readDay = (text: string): Day | undefined => {
  const [, year = '', month = '', day = ''] = dateForm.exec(halfWidth(text).trim()) ?? []
  try {
    return asDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  } catch {
    return undefined
  }
}

const dayUntil = (today: Day) =>
  z
    .string()
    .catch('')
    .transform((text, context): Day => {
      const day = readDay(text)
      if (day !== undefined && day <= today) return day
      context.addIssue(
        day === undefined ? '日期要写成年、月、日，例如 2026 9 12' : '这个日期还没到',
      )
      return z.NEVER
    })

const count = (most: number) =>
  z
    .string()
    .catch('')
    .transform((text, context): number | null => {
      const typed = halfWidth(text).trim()
      if (typed === '') return null
      const pages = /^\d{1,6}$/.test(typed) ? Number(typed) : 0
      if (pages >= 1 && pages <= most) return pages
      context.addIssue(`页数填数字，1 到 ${withThousands(most)}`)
      return z.NEVER
    })

const choice = <T extends string>(offered: readonly T[], sentence: string) =>
  z
    .string()
    .catch('')
    .transform((chosen, context): T => {
      const found = offered.find(one => one === chosen)
      if (found !== undefined) return found
      context.addIssue(sentence)
      return z.NEVER
    })

type Fault = { readonly path: string[]; readonly message: string }

const noPlace: Fault = { path: ['where'], message: '请写在哪里取得的' }

/** What stands for itself, without a file. */
const lacking = (
  { text, title }: { readonly text: string; readonly title: string },
  mayBeText: boolean,
): Fault | undefined => {
  if (text === '') return { path: ['files'], message: '请选要加入的文件，或者把记录写下来' }
  if (!mayBeText) return { path: ['files'], message: '这种材料要有文件' }
  return title === '' ? { path: ['title'], message: '请写材料名称' } : undefined
}

type Typed = Pick<NewItem, 'text' | 'title' | 'where'> & { readonly of?: string | undefined }

const faultsOf = (
  item: Typed,
  kind: FormLists['kinds'][number]['data'] | undefined,
  files: number,
): Fault[] => {
  const faults = kind?.place === true && item.where === '' ? [noPlace] : []
  if (files > 0 || item.of !== undefined) return faults
  const fault = lacking(item, kind?.text === true)
  return fault === undefined ? faults : [...faults, fault]
}

/** `files`: how many the form brought, taken or not. */
export const itemForm = (
  { kinds, people, today, limits }: FormLists,
  { files }: { readonly files: number },
) =>
  z
    .object({
      once: z.uuid('这一页放得太久了，请再按一次'),
      of: z
        .uuid()
        .transform(id => id as RecordItemId)
        .optional()
        .catch(undefined),
      kind: choice(
        kinds.map(({ code }) => code),
        '请选是哪一种材料',
      ),
      title: words(limits.title, line),
      where: words(limits.place, line),
      on: dayUntil(today),
      second: choice(
        people.map(({ id }): StaffId => id),
        '请选同去的另一位办案人员',
      ),
      text: words(limits.text, prose),
      pages: count(limits.pages),
      words: words(limits.remark, line),
    })
    .superRefine((item, context) => {
      const kind = kinds.find(({ code }) => code === item.kind)?.data
      for (const fault of faultsOf(item, kind, files))
        context.addIssue({ code: 'custom', ...fault })
    })
    .transform((item): NewItem => ({ ...item, of: item.of }))
