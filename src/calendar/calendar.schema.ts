import { z } from 'zod'
import { StepUpCode } from '../accounts'
import type { CalendarChangeId } from '../vocabulary/ids'
import { lengthOf, line, prose, withThousands } from '../vocabulary/typing'
import type { Place } from './change'

const FIRST_YEAR = 2020
const LAST_YEAR = 2099
const Year = z.coerce.number().int().min(FIRST_YEAR).max(LAST_YEAR)

export const YearPath = z.object({ year: Year })
export const ChangePath = z.object({ changeId: z.uuid().transform(id => id as CalendarChangeId) })

/** What is not understood is this year. */
export const readYear = (query: Readonly<Record<string, unknown>>): number | undefined =>
  Year.safeParse(query['year']).data

const placeForm = /^(\d{4}-\d{2}-\d{2})\.([0-9a-f-]{36})$/

export const readPlace = (query: Readonly<Record<string, unknown>>): Place | undefined => {
  const text = typeof query['after'] === 'string' ? query['after'] : ''
  const [, beforeOn, id] = placeForm.exec(text) ?? []
  const read = z.object({ beforeOn: z.iso.date(), id: z.uuid() }).safeParse({ beforeOn, id })
  return read.data
}

const words = (most: number, empty: string, clean: (text: string) => string) =>
  z
    .string()
    .catch('')
    .transform(clean)
    .superRefine((text, context) => {
      const over = lengthOf(text) - most
      if (text === '') context.addIssue(empty)
      else if (over > 0)
        context.addIssue(`最多 ${withThousands(most)} 字，现在多了 ${withThousands(over)} 字`)
    })

export type Longest = { readonly text: number; readonly source: number }

export const noticeForm = ({ text, source }: Longest) =>
  z.object({
    id: z.uuid('这一页打开太久了，请再提交一次').transform(id => id as CalendarChangeId),
    lines: words(text, '请写这一年哪几天放假、哪几天上班', prose),
    source: words(source, '请写放假通知的名称，没有通知的日历不能录入', line),
    notice: words(source, '请写通知的文号，例如 国办发明电〔2026〕7 号', line),
  })

/** A day of the grid that was pressed; the rest of the form stays as it was typed. */
export const TurnForm = z.object({
  turn: z.iso.date(),
  name: z.string().catch('').transform(line),
  lines: z.string().catch(''),
})

export const DecideForm = z.object({
  decision: z.enum(['approved', 'refused'], '请选批准还是不同意'),
  otp: StepUpCode,
})
