import { z } from 'zod'
import { openJson, sealJson, type SymmetricKey } from '../platform/crypto'
import type { EvidenceId } from '../vocabulary/ids'
import type { Measure, MeasureEnd, MeasureOrder } from './measure'
import { toLine, type MeasureRow } from './measures.repository'

const Order = z.object({
  amount: z.string().regex(/^\d+$/).transform(BigInt),
  receiver: z.string(),
  note: z.string(),
})

const End = z.object({
  number: z.string(),
  file: z
    .string()
    .transform(id => id as EvidenceId)
    .nullable()
    .transform(id => id ?? undefined),
  note: z.string(),
})

const orderPlace = (row: string) => ({ table: 'measures', column: 'sealed_order', row })
const endPlace = (row: string) => ({ table: 'measures', column: 'sealed_end', row })

export const sealOrder = (key: SymmetricKey, id: string, order: MeasureOrder): Buffer =>
  sealJson(key, orderPlace(id), { ...order, amount: order.amount.toString() })

export const sealEnd = (key: SymmetricKey, id: string, end: MeasureEnd): Buffer =>
  sealJson(key, endPlace(id), { ...end, file: end.file ?? null })

export const openMeasure = (key: SymmetricKey, row: MeasureRow): Measure => ({
  ...toLine(row),
  order: Order.parse(openJson(key, orderPlace(row.id), row.sealed_order)),
  end:
    row.sealed_end === null
      ? undefined
      : End.parse(openJson(key, endPlace(row.id), row.sealed_end)),
})
