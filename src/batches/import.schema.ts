import { z } from 'zod'
import { fields, type Field, type Mapping } from './batch.rules'

export const BatchPath = z.object({ batchId: z.uuid() })

export const bringForm = (sources: readonly string[]) =>
  z.object({
    once: z.uuid('这一页太旧了，请再选一次文件').catch(''),
    source: z
      .string({ error: '请选线索从哪里来' })
      .refine(code => sources.includes(code), '请选线索从哪里来'),
  })

const Place = z.coerce.number().int().min(0).max(999).optional().catch(undefined)

const empty = (value: unknown): unknown => (value === '' ? undefined : value)

const column = z.preprocess(empty, Place)

const Typed = z.object({
  ...{ target: column, code: column, region: column, text: column, when: column },
  ...{ amount: column, behaviour: column, risk: column, reference: column },
})

/** One column for one field; which field needs one is told by the law book. */
export const mappingForm = (
  columns: number,
  known: readonly { readonly code: string; readonly name: string; readonly required: boolean }[],
) =>
  Typed.transform((typed, context): Mapping => {
    const mapping: Partial<Record<Field, number>> = {}
    const taken = new Map<number, Field>()
    const fault = (field: Field, message: string): void => {
      context.addIssue({ code: 'custom', path: [field], message })
    }
    const nameOf = (field: Field): string => known.find(({ code }) => code === field)?.name ?? ''
    for (const field of fields) {
      const at = typed[field]
      const needed = known.find(({ code }) => code === field)?.required === true
      if (at === undefined || at >= columns) {
        if (needed)
          fault(field, `表格里没有“${nameOf(field)}”这一列。请选哪一列是，或者改好表头再导入`)
        continue
      }
      const other = taken.get(at)
      if (other !== undefined) fault(field, `这一列已经选作“${nameOf(other)}”，请换一列`)
      taken.set(at, field)
      mapping[field] = at
    }
    return mapping
  })

export const StartForm = z.object({ alike: z.string().optional() })
