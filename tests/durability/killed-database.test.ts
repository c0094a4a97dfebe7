import { report } from './crowd'
import { expectNoHalves, expectNothingLost, openLedger } from './ledger'
import { build, createService, isAlive, pause, until, type Service } from './service'

let service: Service

beforeAll(async () => {
  await build()
  service = await createService()
  await service.start()
}, 240_000)
afterAll(() => service.clear(), 60_000)

// Promise 7: the database dies under the service; pages say so in words, and it comes back by itself.
it('kill -9 of the database during submissions loses nothing, and the service starts it again', async () => {
  const marks = [6, 24, 44]
  const killed: number[] = []
  let saboteur = Promise.resolve()
  const { told, apologies, gaveUp } = await report({
    base: service.publicUrl,
    people: 60,
    atOnce: 6,
    impatient: 0,
    afterEach: receipts => {
      if (receipts < (marks[0] ?? Infinity)) return
      marks.shift()
      saboteur = saboteur.then(async () => {
        await pause(5 + 23 * killed.length)
        const postmaster = service.databasePid()
        process.kill(postmaster, 'SIGKILL')
        await until('the postmaster is gone', () => !isAlive(postmaster))
        killed.push(postmaster)
        await until(
          'the database is back',
          async () => (await fetch(`${service.publicUrl}/readyz`)).ok,
        )
      })
    },
  })
  await saboteur

  expect(killed).toHaveLength(3)
  expect(new Set([...killed, service.databasePid()]).size).toBe(4)
  expect([told.length, gaveUp]).toEqual([60, 0])
  expect(apologies.length).toBeGreaterThan(0)
  expect(new Set(apologies)).toEqual(new Set(['503 正在维护，请过一会儿再来']))
  expect(service.said().match(/内置数据库意外停止/g)).toHaveLength(3)
  expect(service.said().match(/内置数据库已经恢复/g)).toHaveLength(3)

  const ledger = await openLedger(service.dataDir)
  try {
    await expectNothingLost(service.publicUrl, ledger, told)
    await expectNoHalves(ledger)
    expect(await ledger.one('SELECT count(*) AS n FROM reports')).toBe(60)
    await ledger.sweep(9)
    const { onDisk, named } = await ledger.blobs()
    expect(onDisk).toEqual(named)
    expect(await ledger.chainsHold()).toBe(true)
  } finally {
    await ledger.close()
  }
}, 300_000)

it('ends in order afterwards, its database with it', async () => {
  const database = service.databasePid()
  await service.kill('SIGTERM')

  expect(isAlive(database)).toBe(false)
}, 60_000)
