import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { addJob } from '../../src/platform/jobs/jobs.repository'
import { storeCase } from '../support/cases'
import { openMailDay, type MailDay } from '../support/mail-day'
import { setEmail } from '../support/mail-day'
import { openMailServer, type MailServer } from '../support/mail-server'
import { hire } from '../support/people'

const NOON = '2026-11-23T04:00:00Z'

let day: MailDay
const workers: ChildProcess[] = []
const servers: MailServer[] = []
beforeEach(async () => {
  day = await openMailDay()
})
afterEach(async () => {
  for (const worker of workers.splice(0)) worker.kill('SIGKILL')
  for (const server of servers.splice(0)) await server.stop()
  await day.stop()
})

const openServer = async (hold?: () => Promise<void>): Promise<MailServer> => {
  const server = await openMailServer(hold === undefined ? {} : { hold })
  servers.push(server)
  return server
}

const startProcess = async ({ url }: MailServer): Promise<ChildProcess> => {
  const { dataDir, database } = day.site
  const order = { dataDir, databaseUrl: database.url, smtpUrl: url, now: NOON }
  const program = path.resolve('tests/support/mail-worker.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  workers.push(child)
  await once(child.stdout, 'data')
  return child
}

const kill = async (child: ChildProcess): Promise<void> => {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

const until = async (done: () => boolean | Promise<boolean>): Promise<void> => {
  const end = Date.now() + 120_000
  while (!(await done())) {
    if (Date.now() > end) throw new Error('it did not come to that')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

const startRound = () =>
  day.site.house.db.inTransaction(tx =>
    addJob(tx, { task: 'mail.round', payload: {}, key: 'mail.round' }),
  )
const count = async (table: string, where: object): Promise<number> =>
  (await day.site.tables(table).where(where)).length
const settled = async () =>
  (await count('outbox', { state: 'sent' })) === (await count('outbox', {}))
const jobs = () => count('graphile_worker._private_jobs', {})

it('two processes send each mail once, and no row of a finished job is left', async () => {
  const server = await openServer()
  const { id } = (await day.site.house.db.inTransaction(tx =>
    day.site.house.organisations.get(tx, day.organisationId),
  )) as { id: MailDay['organisationId'] }
  for (let extra = 0; extra < 18; extra += 1) {
    const { actor, username } = await hire(day.site, id, ['intake'])
    await setEmail(day.site, actor.id, `${username}@example.test`)
  }
  await storeCase(day.site, id)
  await Promise.all([startProcess(server), startProcess(server)])
  await startRound()
  await until(async () => server.received.length >= 20 && (await settled()) && (await jobs()) === 0)
  await startRound()
  await until(async () => (await jobs()) === 0)

  const people = server.received.map(({ to }) => to)
  expect(people).toHaveLength(20)
  expect(new Set(people).size).toBe(20)
})

it('killed between the server’s yes and its own note: the mail goes out twice, and never a third time', async () => {
  const { site, staff } = day
  await setEmail(site, staff.second.actor.id, undefined)
  await storeCase(site, day.organisationId)
  const server = await openServer(() => new Promise(() => undefined))

  const first = await startProcess(server)
  await startRound()
  await until(() => server.received.length === 1)
  await kill(first)

  const second = await startProcess(server)
  await until(() => server.received.length === 2)
  await kill(second)

  await startProcess(server)
  await until(settled)
  expect(server.received).toHaveLength(2)
  const [one, two] = server.received.map(({ source }) => /^Message-ID: (.*)$/m.exec(source)?.[1])
  expect(one).toBe(two)
})
