import { z } from 'zod'
import type { LawEntry } from '../lawbook'
import { asDay, type Day } from '../platform/clock'
import type { CaseId } from '../vocabulary/ids'
import { lengthOf } from '../vocabulary/staff-paths'
import { halfWidth, line, prose } from '../vocabulary/typing'
import { typedFields } from './fields.rules'

const caseId = z.uuid().transform(id => id as CaseId)
export const CasePath = z.object({ caseId })
export const DocumentPath = z.object({ caseId, documentId: z.uuid() })

type Template = LawEntry<'document-template'>

const filled = (name: string, most: number) =>
  z
    .string(`请写${name}`)
    .transform(prose)
    .superRefine((text, context) => {
      const length = lengthOf(text)
      if (length === 0) context.addIssue(`请写${name}`)
      else if (length > most) context.addIssue(`最多 ${most} 字，现在多了 ${length - most} 字`)
    })

/** @returns what was typed, by the names of the variables */
export const templateForm = (template: Template) => {
  const fields = typedFields(template.data)
  return z
    .object({
      once: z.uuid('这一页放得太久了，请再提交一次'),
      ...Object.fromEntries(fields.map(({ id, name, most }) => [id, filled(name, most)])),
    })
    .transform(({ once, ...values }) => ({
      once,
      typed: new Map(
        fields.map(({ id, name }) => [
          name,
          (values as Readonly<Record<string, string>>)[id] ?? '',
        ]),
      ),
    }))
}

const dayTyped = z.string('请写哪一天送达的').transform((text, context): Day => {
  const typed = halfWidth(line(text))
  const [, year = '', month = '', day = ''] =
    /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$/.exec(typed) ?? []
  try {
    return asDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  } catch {
    context.addIssue(typed === '' ? '请写哪一天送达的' : '日期要写成年、月、日，例如 2026 9 12')
    return z.NEVER
  }
})

export const serveForm = (ways: readonly string[], most: number) =>
  z.object({
    once: z.uuid('这一页放得太久了，请再提交一次'),
    way: z.string('请选怎样送达').refine(code => ways.includes(code), '请选怎样送达'),
    on: dayTyped,
    proof: filled('送给了谁、有什么凭证', most),
  })

export const VerifyForm = z.object({
  number: z
    .string('请写文号')
    .transform(line)
    .refine(text => text !== '', '请写文号'),
  code: z
    .string('请写核对码')
    .transform(line)
    .refine(text => text !== '', '请写核对码'),
})
