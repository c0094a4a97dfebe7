import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Page } from '../support/plain-form'
import { createBrowser } from './browser'
import { codeOn, fillReport, press, report, type Outcome, type Told } from './crowd'
import { expectNoHalves, expectNothingLost, openLedger } from './ledger'
import { build, createService, until, type Service } from './service'

let service: Service
let disk: Disk

/** The disk on which database, log of the database and evidence lie together. */
type Disk = {
  readonly fill: () => void
  readonly makeRoom: () => void
  readonly takeAway: () => void
}

const can = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0

/** The whole data directory has a file system of its own, which a ballast fills to the last byte. */
const mountDisk = (folder: string): Disk => {
  if (!can('mount', '-t', 'tmpfs', '-o', 'size=400m,mode=700', 'tmpfs', folder))
    throw new Error('a disk of its own could not be mounted')
  const ballast = path.join(folder, 'ballast')
  const block = Buffer.alloc(64 * 1024)
  return {
    fill: () => {
      const file = openSync(ballast, 'w')
      try {
        for (;;) writeSync(file, block)
      } catch (error) {
        expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC')
      } finally {
        closeSync(file)
      }
    },
    makeRoom: () => {
      rmSync(ballast)
    },
    takeAway: () => void can('umount', '-l', folder),
  }
}

const FULL = '503 现在存不下新内容'
const apologyOn = ({ status, html }: Page): string =>
  `${status} ${/<h1[^>]*>([^<]*)/.exec(html)?.[1]?.trim() ?? ''}`

/** Everybody walks away at the first page that does not take what they have. */
const crowd = (people: number, afterEach?: (receipts: number) => void): Promise<Outcome> =>
  report({
    base: service.publicUrl,
    people,
    atOnce: 4,
    impatient: 1,
    ...(afterEach && { afterEach }),
  })

/** They have answered everything when the disk fills up, and press the button then. */
const arrive = (people: number) =>
  Promise.all(
    Array.from({ length: people }, async () => {
      const browser = createBrowser(service.publicUrl)
      return { browser, filled: await fillReport(browser) }
    }),
  )

const mayMount = (): boolean => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mingshao-mount-'))
  const may = can('mount', '-t', 'tmpfs', 'tmpfs', folder)
  if (may) can('umount', folder)
  rmdirSync(folder)
  return may
}

// Where nobody may mount, nothing stands in for a full disk: a limit of the process is another error.
const whereMounted = mayMount() ? describe : describe.skip

whereMounted('a disk that is full under the database', () => {
  beforeAll(async () => {
    await build()
    service = await createService()
    disk = mountDisk(service.dataDir)
    await service.start()
  }, 240_000)
  afterAll(async () => {
    await service.kill('SIGTERM')
    disk.takeAway()
    await service.clear()
  }, 60_000)

  // Promise 7: nobody is told "received" whose report the full disk did not take.
  it('loses nothing that was acknowledged, and stops nothing for good', async () => {
    const waiting = await arrive(6)
    const during = await crowd(24, receipts => {
      if (receipts === 4) disk.fill()
    })
    expect(during.told.length).toBeGreaterThanOrEqual(4)
    expect(during.gaveUp).toBeGreaterThan(0)
    expect(during.told.length + during.gaveUp).toBe(24)
    expect(new Set(during.apologies)).toEqual(new Set([FULL]))
    // A small report may still fit where others were cleared away; what does not fit is told so.
    const pressed: Page[] = []
    for (const { browser, filled } of waiting) pressed.push(await press(browser, filled))
    const refused = pressed.filter(page => codeOn(page) === undefined)
    expect(refused.map(apologyOn)).toEqual(refused.map(() => FULL))

    disk.makeRoom()
    await until('the service is ready', async () => (await fetch(`${service.publicUrl}/readyz`)).ok)
    // The same page, sent again: nothing that was written is lost either.
    const late: Told[] = []
    for (const { browser, filled } of waiting) {
      const code = codeOn(await press(browser, filled)) ?? 'no code'
      late.push({ code, sha256: filled.sha256 })
    }
    const after = await crowd(4)
    expect(after.told).toHaveLength(4)

    const ledger = await openLedger(service.dataDir)
    try {
      const told = [...during.told, ...late, ...after.told]
      await expectNothingLost(service.publicUrl, ledger, told)
      await expectNoHalves(ledger)
      await ledger.sweep(9)
      const { onDisk, named } = await ledger.blobs()
      expect(onDisk).toEqual(named)
      expect(await ledger.one('SELECT count(*) AS n FROM reports')).toBe(told.length)
      expect(await ledger.chainsHold()).toBe(true)
    } finally {
      await ledger.close()
    }
  }, 300_000)
})
