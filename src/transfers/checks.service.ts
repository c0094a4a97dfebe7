import type { Case } from '../cases'
import type { Tx } from '../platform/db/transaction'
import { wasReceived } from './transfers.repository'

/** A code of vocabulary/refusals when it is not so yet. */
type Check<Who> = (tx: Tx, who: Who, found: Case, outcome?: string) => Promise<string | undefined>

/** Discipline inspection is told once a transfer to it has its receipt; else what else there is has to prove it. */
export const orWasTransferred =
  <Who>(otherwise: Check<Who>): Check<Who> =>
  async (tx, who, found, outcome) =>
    (await wasReceived(tx, found.id, 'discipline')) ? undefined : otherwise(tx, who, found, outcome)
