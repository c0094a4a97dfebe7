import { z } from 'zod'
import { StepUpCode } from '../accounts'
import { asDay, type Day } from '../platform/clock'
import type { LawDraftId } from '../vocabulary/ids'
import { halfWidth, lengthOf, line, prose, withThousands } from '../vocabulary/typing'
import type { Filter } from './draft'

export const DraftPath = z.object({ draftId: z.uuid().transform(id => id as LawDraftId) })

const Which = z.object({
  kind: z.string(),
  code: z.string(),
  place: z.string(),
  version: z.coerce.number().int().positive(),
})

/** Of a new entry: the kind stands in the address and in the form. */
export const readKind = (sent: unknown): string | undefined =>
  z.object({ kind: z.string() }).safeParse(sent).data?.kind

/** The name of a new entry, by which cases and records point to it for good. */
export const CodeForm = z.object({
  code: z
    .string()
    .catch('')
    .transform(text => halfWidth(line(text)))
    .refine(
      text => /^[A-Za-z0-9][A-Za-z0-9_-]{1,39}$/.test(text),
      '请用字母、数字、短横线和下划线，2 到 40 个，例如 HANGZHOU-2027',
    ),
})

/** Which entry is meant; undefined where the address says none. */
export const readWhich = (sent: unknown) => Which.safeParse(sent).data

export const readFilter = (query: Readonly<Record<string, unknown>>): Filter => {
  const text = (name: string) => z.string().catch('').parse(query[name])
  const page = z.coerce.number().int().min(1).max(1000).catch(1).parse(query['page'])
  return { kind: text('kind'), all: text('all') === 'yes', page }
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

const dayIn = (text: string): Day | undefined => {
  const [year = '', month = '', date = ''] = halfWidth(text).match(/\d+/g) ?? []
  try {
    return asDay(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`)
  } catch {
    return undefined
  }
}

type Bounds = {
  readonly words: number
  readonly source: number
  readonly today: Day
  /** Shared by all of this site: not to be made for one place. */
  readonly everywhere: boolean
  /** Whether there is such a place to hold at. */
  readonly isPlace: (code: string) => boolean
}

const placeFault = (text: string, { everywhere, isPlace }: Bounds): string | undefined => {
  if (!/^(\*|\d{6})$/.test(text)) return '请写六位行政区划代码；全国都用的写 *'
  if (text !== '*' && everywhere) return '这一类是全站共用的，请写 *'
  return text === '*' || isPlace(text)
    ? undefined
    : '没有这个行政区划代码，请按国家标准 GB/T 2260 核对'
}

export const draftForm = (bounds: Bounds) =>
  z.object({
    id: z.uuid('这一页打开太久了，请再提交一次').transform(id => id as LawDraftId),
    where: z
      .string()
      .catch('')
      .transform(text => halfWidth(line(text)))
      .superRefine((text, context) => {
        const fault = placeFault(text, bounds)
        if (fault !== undefined) context.addIssue(fault)
      }),
    validFrom: z
      .string()
      .catch('')
      .transform((text, context): Day => {
        const day = dayIn(text)
        if (day !== undefined && day > bounds.today) return day
        context.addIssue(
          day === undefined ? '请写哪天起用，例如 2026 12 1' : '生效日期要在今天以后',
        )
        return z.NEVER
      }),
    source: words(bounds.source, '请写依据，没有依据的规定不能录入', line),
    status: z.enum(['P', 'N', 'S', 'M', 'E', 'D'], '请选依据有多可靠'),
    words: words(bounds.words, '请写内容', prose),
  })

export const decideForm = (most: number) =>
  z.discriminatedUnion(
    'decision',
    [
      z.object({ decision: z.literal('approved'), otp: StepUpCode }),
      z.object({
        decision: z.literal('refused'),
        why: words(most, '请写为什么不同意，起草的人看得到', prose),
        otp: StepUpCode,
      }),
    ],
    '请选批准还是不同意',
  )
