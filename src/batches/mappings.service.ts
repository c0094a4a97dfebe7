import { z } from 'zod'
import { ownSeals, type Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { Batch, SheetInfo } from './batch'
import { findMapping, putMapping } from './batches.repository'

type Deps = {
  readonly installation: Pick<Installation, 'sealOwn' | 'openOwn'>
  readonly random: Random
}

/** By the code of a field: the header that stood for it last time. */
const Remembered = z.record(z.string(), z.string())

const placeOf = (id: string) => ({ table: 'batch_mappings', column: 'sealed_mapping', row: id })

/** How lists of a source were read last time, body by body. Sealed: a sheet without headers begins with data. */
export const createMappings = ({ installation, random }: Deps) => ({
  recall: async (tx: Tx, { organisationId, source }: Batch) => {
    const found = await findMapping(tx, organisationId, source)
    if (found === undefined) return {}
    return Remembered.parse(
      JSON.parse(installation.openOwn(placeOf(found.id), found.sealed_mapping)),
    )
  },
  remember: async (
    tx: Tx,
    { organisationId, source }: Batch,
    { headers, mapping }: SheetInfo,
  ): Promise<void> => {
    const id = random.uuid()
    const names = Object.entries(mapping).flatMap(([field, at]) => {
      const header = headers[at]
      return header === undefined ? [] : [[field, header] as const]
    })
    await putMapping(tx, {
      ...{ id, organisation_id: organisationId, source },
      sealed_mapping: installation.sealOwn(placeOf(id), JSON.stringify(Object.fromEntries(names))),
    })
  },
})

export const vouchedBatches = [
  ownSeals({ name: '线索清单的列对应', table: 'batch_mappings', column: 'sealed_mapping' }),
]
