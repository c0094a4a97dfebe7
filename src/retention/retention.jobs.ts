import { z } from 'zod'
import type { Db } from '../platform/db/database'
import type { JobList } from '../platform/jobs/worker'
import type { RunId } from '../vocabulary/ids'
import type { Retention } from './retention.service'
import { orderTurn, RETENTION_RUN } from './turns'

const RETENTION_ROUND = 'retention.round'
const Payload = z.object({
  id: z.uuid().transform(id => id as RunId),
  turn: z.enum(['a', 'b']),
})

/** A worker that died and a try that failed for good end alike: the round takes up every list not yet done. */
export const createRetentionJobs = ({
  db,
  retention,
}: {
  readonly db: Db
  readonly retention: Retention
}): JobList => ({
  tasks: {
    [RETENTION_RUN]: async payload => {
      const { id, turn } = Payload.parse(payload)
      if (await retention.work(id)) return
      await db.inTransaction(tx => orderTurn(tx, { id, turn: turn === 'a' ? 'b' : 'a' }))
    },
    [RETENTION_ROUND]: () => db.inTransaction(retention.takeUp),
  },
  cron: [{ task: RETENTION_ROUND, match: '* * * * *' }],
})
