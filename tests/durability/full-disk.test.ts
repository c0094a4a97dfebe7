import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '../support/plain-form'
import { createBrowser } from './browser'
import { newPhoto, report, type Told } from './crowd'
import { expectNoHalves, expectNothingLost, openLedger } from './ledger'
import { build, createService, type Service } from './service'

let service: Service
let disk: Disk

/** A disk that can be full, and larger again. */
type Disk = {
  readonly kind: string
  readonly fill: () => void
  readonly makeRoom: () => void
  readonly takeAway: () => void
}

const can = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0

/** The evidence has a file system of its own, as in an installation that is well kept. Root only. */
const mountDisk = (folder: string): Disk | undefined => {
  const sized = (size: string) => can('mount', '-o', `remount,size=${size}`, folder)
  if (!can('mount', '-t', 'tmpfs', '-o', 'size=1m,mode=700', 'tmpfs', folder)) return undefined
  return {
    kind: 'tmpfs',
    fill: () => {
      sized('256k')
    },
    makeRoom: () => {
      sized('64m')
    },
    takeAway: () => void can('umount', '-l', folder),
  }
}

/** Elsewhere the service may write no file of that length; its database is another process and may. */
const limitFiles = (pid: () => number): Disk => {
  const limit = (bytes: string) => {
    const set = `--fsize=${bytes}:unlimited`
    if (!can('prlimit', '--pid', String(pid()), set)) throw new Error('no way to fill a disk here')
  }
  return {
    kind: 'limit',
    fill: () => {
      limit('65536')
    },
    makeRoom: () => {
      limit('unlimited')
    },
    takeAway: () => undefined,
  }
}

beforeAll(async () => {
  await build()
  service = await createService()
  const folder = path.join(service.dataDir, 'blobs')
  mkdirSync(folder, { mode: 0o700 })
  disk = mountDisk(folder) ?? limitFiles(service.pid)
  await service.start()
}, 240_000)
afterAll(async () => {
  disk.takeAway()
  await service.clear()
}, 60_000)

const noRoom = '现在存不下，请过一会儿再传，或者打电话告诉我们'

const photo = (name: string, size?: number) => ({
  name,
  type: 'image/jpeg',
  bytes: newPhoto(size),
})

const toEvidence = async () => {
  const browser = createBrowser(service.publicUrl)
  let page = await browser.get('/report')
  const steps: readonly (readonly [string, [string, string][]])[] = [
    ['/report', []],
    [
      '/report/subject',
      [
        ['choice', 'unknown'],
        ['about_body', 'no'],
      ],
    ],
    ['/report/identity', [['identity', 'anon']]],
    ['/report/type', [['unsure', 'yes']]],
    ['/report/what', [['text', '经过']]],
  ]
  for (const [action, typed] of steps)
    page = await browser.send(page, action, [...typed, ['go', 'next']])
  return { browser, page }
}

const upload = async (
  { browser, page }: Awaited<ReturnType<typeof toEvidence>>,
  name: string,
  size: number,
): Promise<Page> => browser.send(page, '/report/evidence', [['go', 'upload']], [photo(name, size)])

// Promise 7: a full disk refuses what does not fit, in words, and keeps what was taken.
it('a full disk refuses the file and nothing else, and goes on when there is room', async () => {
  const before: Told[] = []
  disk.makeRoom()
  before.push(
    ...(await report({ base: service.publicUrl, people: 3, atOnce: 2, impatient: 0 })).told,
  )
  disk.fill()

  const visit = await toEvidence()
  const refused = await upload(visit, '大照片.jpg', 900 * 1024)
  expect(refused.status).toBe(422)
  expect(refused.html).toContain(`大照片.jpg ${noRoom}`)

  const ledger = await openLedger(service.dataDir)
  try {
    // Nothing half written stays behind to keep the disk full.
    const { onDisk, named } = await ledger.blobs()
    expect(onDisk).toEqual(named)
    expect((await fetch(`${service.publicUrl}/readyz`)).status).toBe(200)
    await expectNothingLost(service.publicUrl, ledger, before)

    disk.makeRoom()
    const taken = await upload({ ...visit, page: refused }, '大照片.jpg', 900 * 1024)
    expect(taken.status).toBe(200)
    expect(taken.html).not.toContain(noRoom)
    const after = await report({ base: service.publicUrl, people: 3, atOnce: 2, impatient: 0 })
    await expectNothingLost(service.publicUrl, ledger, [...before, ...after.told])
    await expectNoHalves(ledger)
  } finally {
    await ledger.close()
  }
}, 300_000)
