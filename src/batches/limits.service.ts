import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { BatchLimits } from './batch'

const MEGABYTE = 1024 * 1024

export const readLimits =
  ({ lawbook, clock }: { readonly lawbook: Lawbook; readonly clock: Clock }) =>
  async (tx: Tx): Promise<BatchLimits> => {
    const all = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
    return {
      read: {
        bytes: all['import.megabytes'] * MEGABYTE,
        entries: all['import.entries'],
        unpackedBytes: all['import.unpacked-megabytes'] * MEGABYTE,
        ratio: all['import.ratio'],
        // The line of headers is one more.
        rows: all['import.rows'] + 1,
        columns: all['import.columns'],
        cellSigns: all['import.cell'],
        milliseconds: all['import.seconds'] * 1000,
      },
      keepHours: all['import.keep-hours'],
      shown: all['import.shown'],
      alikeDays: all['import.alike-days'],
      alikePercent: all['import.alike-percent'],
      compared: all['import.compared'],
      targetMost: all['subject.name'],
      textMost: all['report.text'],
    }
  }
