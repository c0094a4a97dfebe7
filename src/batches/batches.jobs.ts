import { z } from 'zod'
import type { Db } from '../platform/db/database'
import type { Tickets } from '../platform/jobs/tickets'
import type { JobList } from '../platform/jobs/worker'
import type { Batches } from './batches.service'
import { BATCH_RUN, orderTurn } from './turns'

const BATCH_SWEEP = 'batch.sweep'
const Payload = z.object({ id: z.uuid(), turn: z.enum(['a', 'b']) })

type Deps = { readonly db: Db; readonly batches: Batches; readonly tickets: Tickets }

export const createBatchJobs = ({ db, batches, tickets }: Deps): JobList => ({
  tasks: {
    [BATCH_RUN]: async payload => {
      const { id, turn } = Payload.parse(payload)
      if (await batches.work(id)) return
      await db.inTransaction(tx => orderTurn(tx, { id, turn: turn === 'a' ? 'b' : 'a' }))
    },
    [BATCH_SWEEP]: () =>
      db.inTransaction(async tx => {
        await batches.sweep(tx)
        await tickets.sweep(tx)
      }),
  },
  cron: [{ task: BATCH_SWEEP, match: '23 * * * *' }],
})
