import { vouchedAccounts } from '../accounts'
import { vouchedAuditing } from '../auditing'
import { vouchedBatches } from '../batches'
import { vouchedReports } from '../cases'
import { vouchedDesks } from '../desks'
import { vouchedDraws } from '../draws'
import { vouchedLedger } from '../ledger'
import { vouchedSamples } from '../oversight'
import type { Vouched } from '../platform/crypto'
import { vouchedWorkers } from '../platform/jobs/tickets'
import { vouchedRelations } from '../relations'
import { vouchedSearch } from '../search'
import { vouchedTriage } from '../triage'

/** Every column that bears a MAC of the installation. tests/rotation compares it with the running database. */
export const vouchedColumns: readonly Vouched[] = [
  ...vouchedAccounts,
  ...vouchedDesks,
  ...vouchedReports,
  ...vouchedSearch,
  ...vouchedAuditing,
  ...vouchedRelations,
  ...vouchedDraws,
  ...vouchedSamples,
  ...vouchedBatches,
  ...vouchedLedger,
  ...vouchedTriage,
  vouchedWorkers,
]
