import { z } from 'zod'
import { StepUpCode } from '../accounts'
import { asDay, type Day } from '../platform/clock'
import type { CaseId, EvidenceId, TransferId } from '../vocabulary/ids'
import { halfWidth, lengthOf, line, prose, withThousands } from '../vocabulary/typing'
import type { ChosenFile, NewTransfer } from './transfer'
import type { Choices } from './transfer-file'
import { answers, needsReason, transferActions } from './transfer.rules'

export const CaseParams = z.object({ caseId: z.uuid().transform(id => id as CaseId) })
export const TransferParams = z.object({ transferId: z.uuid().transform(id => id as TransferId) })
export const FileParams = TransferParams.extend({
  ordinal: z.coerce.number().int().min(0).max(999),
})

const over = (text: string, most: number): string =>
  `最多 ${withThousands(most)} 字，现在多了 ${withThousands(lengthOf(text) - most)} 字`

const words = (empty: string, { min = 1, max }: { readonly min?: number; readonly max: number }) =>
  z
    .string(empty)
    .transform(prose)
    .superRefine((text, context) => {
      const length = lengthOf(text)
      if (length === 0) context.addIssue(empty)
      else if (length < min) context.addIssue(`至少写 ${min} 字，现在 ${length} 字`)
      if (length > max) context.addIssue(over(text, max))
    })

const short = (empty: string, max: number) => words(empty, { max }).transform(line)

const chosenIn = (typed: Readonly<Record<string, unknown>>): ChosenFile[] =>
  Object.entries(typed).flatMap(([field, material]) => {
    const id = /^file-([0-9a-f-]{36})$/.exec(field)?.[1]
    const isChosen = typeof material === 'string' && material !== ''
    return id === undefined || !isChosen ? [] : [{ id: id as EvidenceId, material }]
  })

const itemsIn = (text: string): string[] =>
  text
    .split('\n')
    .map(line)
    .filter(one => one !== '')

/** What is chosen of the evidence stands in fields of its own: `file-ID`, with the code of the material. */
export const draftForm = ({ receivers, limits }: Choices) =>
  z
    .looseObject({
      once: z.uuid('这一页打开太久了，请再提交一次').transform(id => id as TransferId),
      receiver: z
        .string('请选移送给哪个部门')
        .refine(code => receivers.some(one => one.code === code), '请选移送给哪个部门'),
      name: short('请写接收单位的全称', limits.name),
      reason: words('请写为什么移送', limits),
      text: words('请写调查经过', { max: limits.text }),
      words: z.string().catch('').transform(prose),
      looked: z.unknown().optional(),
    })
    .transform((typed, context): NewTransfer => {
      const files = chosenIn(typed)
      const law = receivers.find(({ code }) => code === typed.receiver)?.data
      const known = law?.materials.filter(({ fill }) => fill === 'evidence').map(({ code }) => code)
      if (files.some(({ material }) => known?.includes(material) !== true))
        context.addIssue({
          code: 'custom',
          path: ['files'],
          message: '请给每一份证据选好是哪种材料',
        })
      if (files.length > 0 && typed.looked !== 'yes')
        context.addIssue({ code: 'custom', path: ['looked'], message: '请逐份看过再勾选这一条' })
      if (lengthOf(typed.words) > limits.text)
        context.addIssue({
          code: 'custom',
          path: ['words'],
          message: over(typed.words, limits.text),
        })
      return {
        ...{ once: typed.once, receiver: typed.receiver, receiverName: typed.name, files },
        ...{ reason: typed.reason, report: typed.text, items: itemsIn(typed.words) },
      }
    })

const dayForm = /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$/

const dayOrFault = '日期要写成年、月、日，例如 2026 9 12'

const day = z.string(dayOrFault).transform((text, context): Day => {
  const [, year = '', month = '', date = ''] = dayForm.exec(halfWidth(text).trim()) ?? []
  try {
    return asDay(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`)
  } catch {
    context.addIssue(dayOrFault)
    return z.NEVER
  }
})

type Limits = { readonly min: number; readonly max: number; readonly name: number }

const digest = z.string().max(64).catch('')

export const actForm = (limits: Limits) =>
  z.discriminatedUnion('do', [
    z.object({ do: z.literal('ask'), seen: digest }),
    z.object({ do: z.literal('approve'), seen: digest }),
    z.object({ do: z.literal('decline'), reason: words('请写为什么不批准', limits) }),
    z.object({ do: z.literal('drop') }),
    z.object({
      do: z.literal('pack'),
      ...{ seen: digest, archive: z.string().max(64).catch(''), otp: StepUpCode },
    }),
    z.object({
      ...{ do: z.literal('receive'), on: day },
      who: short('请写对方谁签收的', limits.name),
      number: z
        .string()
        .catch('')
        .transform(line)
        .refine(text => lengthOf(text) <= limits.name, `最多 ${String(limits.name)} 字`),
    }),
    z
      .object({
        do: z.literal('answer'),
        answer: z.enum(answers, '请选对方怎么答复的'),
        ...{ on: day, reason: z.string().catch('').transform(prose) },
      })
      .superRefine(({ answer, reason }, context) => {
        if (needsReason(answer) && lengthOf(reason) < limits.min)
          context.addIssue({
            ...{ code: 'custom', path: ['reason'] },
            message: `不予受理、退回要写明对方的理由，至少 ${limits.min} 字`,
          })
        if (lengthOf(reason) > limits.max)
          context.addIssue({ code: 'custom', path: ['reason'], message: over(reason, limits.max) })
      }),
  ])
export type Act = z.output<ReturnType<typeof actForm>>

const Do = z.object({ do: z.enum(transferActions).optional().catch(undefined) })
export const readDo = (query: unknown) => Do.parse(query ?? {}).do

const List = z.object({
  view: z.enum(['open', 'ended']).catch('open'),
  after: z
    .string()
    .regex(/^(infinity|\d{4}-\d{2}-\d{2})\.\d{1,15}$/)
    .transform((text, context) => {
      const [due = '', arrival = ''] = text.split('.')
      try {
        if (due !== 'infinity') asDay(due)
      } catch {
        context.addIssue('no day')
      }
      return { due, arrival: Number(arrival) }
    })
    .optional()
    .catch(undefined),
})
export const readList = (query: unknown) => List.parse(query ?? {})
