import { createBatches } from '../batches'
import { createBudget } from '../budget'
import { createLedger } from '../ledger'
import { createTickets } from '../platform/jobs/tickets'

type First<F extends (deps: never) => unknown> = Parameters<F>[0]

type Deps = Omit<First<typeof createBatches>, 'tickets'> &
  First<typeof createLedger> &
  First<typeof createBudget>

/** Lists that come in and go out as sheets, and what a body has for rewards. */
export const buildListRooms = (deps: Deps) => {
  const tickets = createTickets(deps)
  return {
    tickets,
    batches: createBatches({ ...deps, tickets }),
    clueLedger: createLedger(deps),
    budget: createBudget(deps),
  }
}
