import path from 'node:path'
import { createDiskBlobs } from '../../src/platform/blobs'
import { readConfig } from '../../src/platform/config'
import { openInstallation } from '../../src/platform/crypto'
import { openDatabase } from '../../src/platform/db/database'
import { systemRandom } from '../../src/platform/random'
import type { RunId } from '../../src/vocabulary/ids'
import { createHouse } from '../../src/web/house'

type Order = {
  readonly dataDir: string
  readonly databaseUrl: string
  readonly now: string
  readonly run: RunId
}

/** Destroys what a list names, in a process of its own, until it is killed. */
const main = async ({ dataDir, databaseUrl, now, run }: Order): Promise<void> => {
  const db = openDatabase(databaseUrl)
  const config = { ...readConfig({ DATA_DIR: dataDir }), demonstration: true }
  const installation = await db.inTransaction(tx => openInstallation({ config, dataDir, tx }))
  const clock = () => new Date(now)
  const blobs = createDiskBlobs(path.join(dataDir, 'blobs'), clock)
  const ground = { config, db, clock, random: systemRandom, blobs, installation }
  const { retention } = createHouse(ground)
  process.stdout.write('ready\n')
  while (!(await retention.work(run)));
  await db.close()
}

void main(JSON.parse(process.argv[2] ?? '{}') as Order)
