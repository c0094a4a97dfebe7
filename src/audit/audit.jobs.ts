import { z } from 'zod'
import type { Config } from '../platform/config'
import type { Db } from '../platform/db/database'
import type { JobList } from '../platform/jobs/worker'
import type { Audit } from './audit.service'
import { CHECK_TASK, type Checks } from './checks.service'
import { keepHeadFile } from './heads-folder'

type Deps = {
  readonly db: Db
  readonly config: Pick<Config, 'dataDir'>
  readonly audit: Audit
  readonly checks: Checks
}

const DAILY = 'record.daily'
const Payload = z.object({ id: z.uuid() })

/**
 * Every hour, so that a service which was off at midnight catches up: the signed heads of the day into a file, and
 * one check of what is new.
 */
export const createAuditJobs = ({ db, config, audit, checks }: Deps): JobList => ({
  tasks: {
    [DAILY]: async () => {
      const heads = await db.inTransaction(tx => audit.exportHeads(tx))
      if (heads.heads.length > 0) await keepHeadFile(config.dataDir, heads)
      await checks.askDaily()
    },
    [CHECK_TASK]: async payload => checks.work(Payload.parse(payload).id),
  },
  cron: [{ task: DAILY, match: '12 * * * *' }],
})
