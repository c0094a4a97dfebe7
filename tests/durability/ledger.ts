import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { createDiskBlobs } from '../../src/platform/blobs'
import { readConfig } from '../../src/platform/config'
import { openInstallation } from '../../src/platform/crypto'
import { openDatabase, openKnex } from '../../src/platform/db/database'
import { openDatabaseHome } from '../../src/platform/embedded/home'
import { systemRandom } from '../../src/platform/random'
import { createHouse, type House } from '../../src/web/house'
import type { Told } from './crowd'
import { comeBack } from './crowd'

type Ledger = {
  /** Opens the report as its holder would, and reads its evidence to the last byte. */
  readonly kept: (told: Told) => Promise<{ readonly reportId: string; readonly whole: boolean }>
  readonly one: (question: string) => Promise<number>
  /** Ids of sealed files on the disk, and of those that a row names. */
  readonly blobs: () => Promise<{ readonly onDisk: string[]; readonly named: string[] }>
  /** What the service does every hour, as if that were so many days later. */
  readonly sweep: (daysLater: number) => Promise<void>
  readonly chainsHold: () => Promise<boolean>
  readonly close: () => Promise<void>
}

const DAY = 86_400_000

const readWhole = async (pieces: AsyncIterable<Buffer>): Promise<string> => {
  const hash = createHash('sha256')
  for await (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}

const opened = async (house: House, { code, sha256 }: Told) => {
  const read = house.receipts.readCode(code)
  if (!read.ok) throw new Error('no code')
  const derived = await house.receipts.derive(read.code)
  return house.db.inTransaction(async tx => {
    const found = await house.cases.openByReceipt(tx, derived)
    if (found === undefined) return { reportId: '', whole: false }
    const { caseId, holder, reportId } = found
    const caseKey = await house.cases.keyOf(tx, [holder], caseId)
    const files = await house.evidence.list(tx, { caseId, caseKey }, { stage: 'sent' })
    const [file] = files
    if (file === undefined || files.length !== 1) return { reportId, whole: false }
    const original = await house.evidence.openOriginal(tx, { caseId, caseKey }, file.id)
    const bytes = await readWhole(original.read(0, original.size - 1))
    return { reportId, whole: bytes === sha256 && file.sha256 === sha256 }
  })
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => entry.name)
    .sort()

/** Looks into the data directory of a service: as the application for what is sealed, as the owner for the rest. */
export const openLedger = async (dataDir: string): Promise<Ledger> => {
  const home = await openDatabaseHome(dataDir, { service: false })
  const db = openDatabase(home.applicationUrl)
  const tables = openKnex(home.ownerUrl, 1)
  const config = readConfig({ DATA_DIR: dataDir })
  const installation = await db.inTransaction(tx => openInstallation({ config, dataDir, tx }))
  const folder = path.join(dataDir, 'blobs')
  const houseAt = (late: number) => {
    const clock = () => new Date(Date.now() + late)
    const blobs = createDiskBlobs(folder, clock)
    return createHouse({ config, db, clock, random: systemRandom, blobs, installation })
  }
  const house = houseAt(0)

  return {
    kept: told => opened(house, told),
    one: async question => {
      const { rows } = await tables.raw<{ rows: { n: number }[] }>(question)
      return Number(rows[0]?.n)
    },
    blobs: async () => {
      const ids = await tables('evidence_files').pluck<string[]>('blob_id')
      return { onDisk: filesBelow(folder), named: ids.sort() }
    },
    sweep: async daysLater => {
      const later = houseAt(daysLater * DAY)
      await db.inTransaction(async tx => {
        await later.sessions.sweep(tx)
        await later.intake.drafts.sweep(tx)
      })
      await later.evidence.sweep()
    },
    chainsHold: async () => {
      const verdict = await db.inTransaction(tx => house.audit.verify(tx))
      return verdict.ok
    },
    close: async () => {
      await tables.destroy()
      await db.close()
      await home.stop()
    },
  }
}

/** Everybody who was told "received" finds the report by its code, with its evidence, and each a report of their own. */
export const expectNothingLost = async (
  base: string,
  ledger: Ledger,
  told: readonly Told[],
): Promise<void> => {
  const reports = new Set<string>()
  for (const one of told) {
    const page = await comeBack(base, one.code)
    expect([page.url, page.status]).toEqual(['/follow/case', 200])
    const { reportId, whole } = await ledger.kept(one)
    expect(whole).toBe(true)
    reports.add(reportId)
  }
  expect(reports.size).toBe(told.length)
}

/** A report has its case, its seals, its clocks, its record; a case has its report; nothing hangs in between. */
export const expectNoHalves = async (ledger: Ledger): Promise<void> => {
  const halves = {
    'cases without a report': `SELECT count(*) AS n FROM cases c
       WHERE NOT EXISTS (SELECT 1 FROM reports r WHERE r.case_id = c.id)`,
    'cases without both seals': `SELECT count(*) AS n FROM cases c
       WHERE (SELECT count(DISTINCT recipient_kind) FROM case_seals s WHERE s.case_id = c.id) < 2`,
    'cases without a clock': `SELECT count(*) AS n FROM cases c
       WHERE NOT EXISTS (SELECT 1 FROM deadlines d WHERE d.case_id = c.id)`,
    'cases without a record': `SELECT count(*) AS n FROM cases c WHERE (SELECT count(*) FROM audit_entries a
       WHERE a.case_id = c.id AND a.deed = 'case.received') <> 1`,
    'reports without their evidence': `SELECT count(*) AS n FROM reports r
       WHERE (SELECT count(*) FROM evidence_files e WHERE e.report_id = r.id AND e.stage = 'sent') <> 1`,
    'reports whose draft is still there': `SELECT count(*) AS n FROM reports r
       WHERE EXISTS (SELECT 1 FROM drafts d WHERE d.id = r.draft_id)`,
    'files that belong to nothing': `SELECT count(*) AS n FROM evidence_files e WHERE e.stage = 'draft'
       AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.id = e.draft_id)`,
  }
  for (const [words, question] of Object.entries(halves))
    expect([words, await ledger.one(question)]).toEqual([words, 0])
}
