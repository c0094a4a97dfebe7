import path from 'node:path'
import { createMailJobs } from '../../src/notify'
import { createDiskBlobs } from '../../src/platform/blobs'
import { readConfig } from '../../src/platform/config'
import { openInstallation } from '../../src/platform/crypto'
import { openDatabase } from '../../src/platform/db/database'
import { startWorker } from '../../src/platform/jobs/worker'
import { silentLog } from '../../src/platform/log'
import { systemRandom } from '../../src/platform/random'
import { createHouse } from '../../src/web/house'

type Order = {
  readonly dataDir: string
  readonly databaseUrl: string
  readonly smtpUrl: string
  readonly now: string
}

/** A worker in a process of its own, on a database that exists: it works until it is killed. */
const main = async ({ dataDir, databaseUrl, smtpUrl, now }: Order): Promise<void> => {
  const db = openDatabase(databaseUrl)
  const config = {
    ...readConfig({ DATA_DIR: dataDir }),
    ...{ demonstration: false, smtpUrl, mailFrom: 'noreply@example.test' },
  }
  const installation = await db.inTransaction(tx => openInstallation({ config, dataDir, tx }))
  const blobs = createDiskBlobs(path.join(dataDir, 'blobs'))
  const ground = { config, db, random: systemRandom, blobs, installation }
  const { mailing } = createHouse({ ...ground, clock: () => new Date(now) })
  const log = silentLog()
  const { tasks } = createMailJobs({ mailing, log })
  await startWorker({ databaseUrl, db, log, beatMs: 200 }, { tasks, cron: [] })
  process.stdout.write('ready\n')
}

void main(JSON.parse(process.argv[2] ?? '{}') as Order)
