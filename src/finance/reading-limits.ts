import type { Tx } from '../platform/db/transaction'
import type { ReadLimits } from '../tables'
import { limitsIn, type PaymentDoorDeps } from './payment-doors'

const MEGABYTE = 1024 * 1024

/** As sheets with clues are read; of rows as many as one answer may have. */
export const readLimits = async (deps: PaymentDoorDeps, tx: Tx): Promise<ReadLimits> => {
  const all = await limitsIn(deps, tx)
  return {
    bytes: all['import.megabytes'] * MEGABYTE,
    ...{ entries: all['import.entries'], ratio: all['import.ratio'] },
    unpackedBytes: all['import.unpacked-megabytes'] * MEGABYTE,
    // The line of headers is one more.
    rows: all['import.rows'] + 1,
    ...{ columns: all['import.columns'], cellSigns: all['import.cell'] },
    milliseconds: all['import.seconds'] * 1000,
  }
}
