import { report } from './crowd'
import { expectNoHalves, expectNothingLost, openLedger } from './ledger'
import { build, createService, pause, type Service } from './service'

let service: Service

beforeAll(async () => {
  await build()
  service = await createService()
  await service.start()
}, 240_000)
afterAll(() => service.clear(), 60_000)

// Promise 7 and 8: a report told "received" is there, with its evidence, whenever the service was killed.
it('kill -9 of the service during a hundred submissions loses nothing that was acknowledged', async () => {
  const marks = [8, 26, 47, 70]
  let saboteur = Promise.resolve()
  let kills = 0
  const { told, stumbles, gaveUp } = await report({
    base: service.publicUrl,
    people: 100,
    atOnce: 8,
    impatient: 12,
    afterEach: receipts => {
      if (receipts < (marks[0] ?? Infinity)) return
      marks.shift()
      saboteur = saboteur.then(async () => {
        // Not always in the same place: between two receipts a dozen requests are under way.
        await pause(7 + 31 * kills)
        await service.kill()
        kills += 1
        await service.start()
      })
    },
  })
  await saboteur

  expect(kills).toBe(4)
  expect(stumbles).toBeGreaterThan(0)
  expect(told.length + gaveUp).toBe(100)
  expect(new Set(told.map(({ code }) => code)).size).toBe(told.length)

  const ledger = await openLedger(service.dataDir)
  try {
    await expectNothingLost(service.publicUrl, ledger, told)
    await expectNoHalves(ledger)
    // Whoever walked away may have been received without ever reading it; nobody was received twice.
    const reports = await ledger.one('SELECT count(*) AS n FROM reports')
    expect(reports).toBeGreaterThanOrEqual(told.length)
    expect(reports).toBeLessThanOrEqual(told.length + gaveUp)

    await ledger.sweep(9)
    const { onDisk, named } = await ledger.blobs()
    expect(onDisk).toEqual(named)
    expect(named).toHaveLength(reports)
    expect(await ledger.one('SELECT count(*) AS n FROM drafts')).toBe(0)
    expect(await ledger.chainsHold()).toBe(true)
  } finally {
    await ledger.close()
  }
}, 300_000)
