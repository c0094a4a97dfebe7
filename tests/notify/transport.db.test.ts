import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { choosePost, createSmtpPost } from '../../src/notify'
import { readConfig } from '../../src/platform/config'
import { storeCase } from '../support/cases'
import { makeCertificate } from '../support/certificate'
import { emailOf, openMailDay, type MailDay } from '../support/mail-day'
import { openMailServer, type MailServer } from '../support/mail-server'

const letter = {
  id: 'b0b6f9c0-0000-4000-8000-000000000000',
  to: 'zhang@example.test',
  subject: '有新的情况',
  text: '有新的情况。',
  date: new Date('2026-11-23T03:00:00Z'),
}
const from = 'noreply@example.test'
const servers: MailServer[] = []
const open = async (wish: Parameters<typeof openMailServer>[0] = {}) => {
  const server = await openMailServer(wish)
  servers.push(server)
  return server
}
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop().catch(() => undefined)
})

const send = promisify(execFile)
const sendFromProcess = async (url: string, env: Readonly<Record<string, string>>) => {
  const words = ['--import', 'tsx', path.resolve('tests/support/mail-sender.ts'), url]
  const { stdout } = await send(process.execPath, words, { env: { ...process.env, ...env } })
  return JSON.parse(stdout) as unknown
}

describe('encryption on the way', () => {
  const tls = makeCertificate()

  it('is insisted on: a server without STARTTLS gets nothing', async () => {
    const server = await open()
    const delivery = await createSmtpPost({ url: server.url, from, requireTls: true })(letter)

    expect(delivery).toMatchObject({ result: 'failed' })
    expect(server.received).toEqual([])
  })

  it('is with somebody who can show who he is: an unknown certificate gets nothing', async () => {
    const server = await open({ tls })
    const delivery = await createSmtpPost({ url: server.url, from, requireTls: true })(letter)

    expect(delivery).toMatchObject({ result: 'failed' })
    expect(server.received).toEqual([])
  })

  it('is with a server for whom an authority vouches that this machine believes', async () => {
    const server = await open({ tls })
    const folder = mkdtempSync(path.join(os.tmpdir(), 'mingshao-tls-'))
    const file = path.join(folder, 'authority.pem')
    writeFileSync(file, tls.cert)

    expect(await sendFromProcess(server.url, { NODE_EXTRA_CA_CERTS: file })).toEqual({
      result: 'taken',
    })
    expect(server.received).toMatchObject([{ to: letter.to, secure: true }])
    rmSync(folder, { recursive: true })
  })

  it('is not needed on this machine', async () => {
    const server = await open()

    expect(await createSmtpPost({ url: server.url, from })(letter)).toEqual({ result: 'taken' })
    expect(server.received).toMatchObject([{ to: letter.to, secure: false }])
  })
})

describe('when it does not go', () => {
  let day: MailDay
  beforeEach(async () => {
    day = await openMailDay()
  })
  afterEach(() => day.stop())

  it('waits for the server, longer each time, and goes when it is back', async () => {
    const { server, site } = day
    await server.stop()
    await storeCase(site, day.organisationId)
    const dues: number[] = []
    for (const minute of ['00', '05', '10', '15', '20', '25']) {
      await day.at(`2026-11-23T03:${minute}:00Z`)
      const [row] = await site.tables('outbox').select<{ tries: number }[]>('tries')
      dues.push(row?.tries ?? 0)
    }
    expect(dues).toEqual([1, 2, 3, 4, 4, 5])

    const back = await open({ port: Number(new URL(server.url).port) })
    await day.at('2026-11-23T03:45:00Z')
    expect(back.received).toHaveLength(2)
    expect(day.lines.length).toBeGreaterThan(0)
    for (const line of day.lines) {
      expect(JSON.parse(line)).toMatchObject({ result: 'failed', why: 'ESOCKET' })
      expect(line).not.toContain('example.test')
    }
  })

  it('gives up a person whom the server does not know, and says so without the address', async () => {
    const { server, site, staff } = day
    await server.stop()
    const unknown = emailOf(staff.second)
    const strict = await open({ port: Number(new URL(server.url).port), unknown })
    await storeCase(site, day.organisationId)
    await day.at('2026-11-23T03:00:00Z')

    expect(strict.received.map(({ to }) => to)).toEqual([emailOf(staff.intake)])
    expect(await site.tables('outbox').where({ state: 'refused' })).toHaveLength(1)
    expect(day.lines.map(line => JSON.parse(line) as object)).toMatchObject([
      { result: 'refused', why: 'EENVELOPE 550' },
    ])
    expect(day.lines.join()).not.toMatch(/@|no such person/)
  })
})

it('writes files in the demonstration, for nobody else to read, whatever SMTP_URL says', async () => {
  const server = await open()
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'mingshao-mail-'))
  const config = { ...readConfig({ DATA_DIR: dataDir }), smtpUrl: server.url, mailFrom: from }
  const post = choosePost(config)

  expect(await post?.(letter)).toEqual({ result: 'taken' })
  const folder = path.join(dataDir, 'mail')
  expect(readdirSync(folder)).toEqual([`${letter.id}.eml`])
  const file = path.join(folder, `${letter.id}.eml`)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8')).toContain('To: zhang@example.test')
  expect(server.received).toEqual([])
  rmSync(dataDir, { recursive: true })
})

it('has no post where no server is named', () => {
  const config = { ...readConfig({}), demonstration: false }

  expect(choosePost(config)).toBeUndefined()
})
