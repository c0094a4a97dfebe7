import type { Db } from '../platform/db/database'
import type { JobList } from '../platform/jobs/worker'
import type { Windows } from './windows.service'

const AWARDS_WAIVE = 'awards.waive'

type Deps = { readonly db: Db; readonly awards: Pick<Windows, 'waive'> }

/** Every hour: what was not claimed until its day is waived. Whatever a worker leaves, the next round takes up. */
export const createAwardJobs = ({ db, awards }: Deps): JobList => ({
  tasks: {
    [AWARDS_WAIVE]: async () => {
      while ((await db.inTransaction(awards.waive)) > 0);
    },
  },
  cron: [{ task: AWARDS_WAIVE, match: '7 * * * *' }],
})
