import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { readMoney, type Fen } from '../vocabulary/money'
import { halfWidth, lengthOf, prose, withThousands } from '../vocabulary/typing'

export type Fault = (field: string, sentence: string) => void

/** Every field of a form as it came, for forms whose number of fields is not known. */
export const TypedForm = z.record(z.string(), z.string().catch('')).catch({})
export type TypedForm = z.output<typeof TypedForm>

/** What a form says is wrong, each at its field. */
export const faultsOf =
  (context: z.RefinementCtx): Fault =>
  (field, message) => {
    context.addIssue({ code: 'custom', path: [field], message })
  }

/** Left empty it is nothing: 0. */
export const amountIn = (
  typed: TypedForm,
  field: string,
  { most, fault }: { readonly most: Fen; readonly fault: Fault },
): Fen => {
  const text = typed[field] ?? ''
  if (text.trim() === '') return 0n
  const read = readMoney(text, most)
  if (read.ok) return read.fen
  fault(field, read.why)
  return 0n
}

export const wordsIn = (
  typed: TypedForm,
  field: string,
  { most, fault }: { readonly most: number; readonly fault: Fault },
): string => {
  const text = prose(typed[field] ?? '')
  const over = lengthOf(text) - most
  if (over > 0) fault(field, `最多 ${withThousands(most)} 字，现在多了 ${withThousands(over)} 字`)
  return text
}

const dateForm = /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$/

const readDay = (text: string): Day | undefined => {
  const [, year = '', month = '', day = ''] = dateForm.exec(halfWidth(text).trim()) ?? []
  try {
    return asDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  } catch {
    return undefined
  }
}

/** A day within these, both inclusive. */
export const dayIn = (
  typed: TypedForm,
  field: string,
  {
    from,
    to,
    early,
    late,
    fault,
  }: {
    readonly from: Day
    readonly to: Day
    readonly early: string
    readonly late: string
    readonly fault: Fault
  },
): Day => {
  const day = readDay(typed[field] ?? '')
  if (day === undefined) fault(field, '日期要写成年、月、日，例如 2026 9 12')
  else if (day < from) fault(field, early)
  else if (day > to) fault(field, late)
  return day ?? from
}

/** The random name that a drawn form carries: sent twice, it is known. */
export const onceIn = (typed: TypedForm, fault: Fault): string => {
  const read = z.uuid().safeParse(typed['once'])
  if (!read.success) fault('once', '这一页放得太久了，请再提交一次')
  return read.data ?? ''
}
