import { createBatches } from '../batches'
import { createLedger } from '../ledger'
import { createTickets } from '../platform/jobs/tickets'

type First<F extends (deps: never) => unknown> = Parameters<F>[0]

type Deps = Omit<First<typeof createBatches>, 'tickets'> & First<typeof createLedger>

/** Lists that come in and go out as sheets. */
export const buildListRooms = (deps: Deps) => {
  const tickets = createTickets(deps)
  return { tickets, batches: createBatches({ ...deps, tickets }), clueLedger: createLedger(deps) }
}
