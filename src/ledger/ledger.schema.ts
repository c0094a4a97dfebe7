import { z } from 'zod'
import { StepUpCode } from '../accounts'
import { asDay, type Day } from '../platform/clock'
import type { CaseId, StaffId } from '../vocabulary/ids'
import { lengthOf } from '../vocabulary/typing'
import type { LedgerLimits } from './ledger'

export const CasePath = z.object({ caseId: z.uuid().transform(id => id as CaseId) })
export const ExportPath = z.object({ exportId: z.uuid() })

const once = z.uuid('这一页太旧了，请再提交一次')
const prose = (name: string, min: number, max: number) =>
  z
    .string()
    .trim()
    .catch('')
    .superRefine((text, context) => {
      const length = lengthOf(text)
      const fault = (message: string) => {
        context.addIssue({ code: 'custom', message })
      }
      if (length === 0) fault(`请写${name}`)
      else if (length < min) fault(`${name}至少写 ${min} 字，现在 ${length} 字`)
      else if (length > max) fault(`${name}最多 ${max} 字，现在 ${length} 字`)
    })

const dayAfter = (today: Day) =>
  z.string().transform((text, context): Day => {
    try {
      const day = asDay(text.trim())
      if (day > today) return day
      context.addIssue({ code: 'custom', message: '新的期限要晚于今天' })
    } catch {
      context.addIssue({ code: 'custom', message: '新的期限要写成年、月、日，例如 2026-12-31' })
    }
    return today
  })

export const reasonForm = (
  { reason }: LedgerLimits,
  { people, today }: { readonly people: readonly string[]; readonly today: Day },
) =>
  z.object({
    once,
    reason: prose('未按时销号的原因', 1, reason),
    person: z
      .string()
      .refine(id => people.includes(id), '请选整改责任人')
      .transform(id => id as StaffId),
    until: dayAfter(today),
  })

export const exportForm = ({ reasonMin, reasonMax }: LedgerLimits) =>
  z.object({
    once,
    format: z.enum(['xlsx', 'csv'], '请选文件格式'),
    reason: prose('理由', reasonMin, reasonMax),
    otp: StepUpCode,
  })

export const reportForm = (limits: LedgerLimits) => exportForm(limits).omit({ format: true })

export const layoutForm = ({ layoutName }: LedgerLimits) =>
  z.object({ name: prose('格式的名称', 1, layoutName) })
