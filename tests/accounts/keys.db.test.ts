import { randomBytes, randomUUID } from 'node:crypto'
import { findKeys } from '../../src/accounts/credentials.repository'
import { clashOf } from '../../src/accounts/separation.rules'
import {
  openRecoveryCopy,
  openStaffKeys,
  openTotpSecret,
} from '../../src/accounts/staff-keys.service'
import {
  asSymmetricKey,
  createKeyPair,
  derivePassword,
  joinRecoveryKey,
  sealKeyTo,
} from '../../src/platform/crypto'
import { duties, type Duty } from '../../src/vocabulary/duty'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, staffBrowser } from '../support/visitors'

let site: Site
let shares: readonly string[]
let organisationId: Officer['actor']['organisationId']
let officer: Officer

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const moved = await moveIn(site)
  shares = moved.shares
  organisationId = moved.own.id
  officer = await hire(site, organisationId, ['handler'])
})
afterAll(() => site.stop())

type Row = Record<string, unknown>
const rowOf = async (id: string): Promise<Row> =>
  await site.tables('staff').where({ id }).first<Row>()

const open = async (password: string) => {
  const row = await rowOf(officer.actor.id)
  const { wrappingKey } = await derivePassword(password, row['password_salt'] as Buffer)
  const record = await site.house.db.inTransaction(tx => findKeys(tx, officer.actor.id))
  if (record === undefined) throw new Error('no keys')
  return openStaffKeys(site.house.installation, officer.actor.id, { record, wrappingKey })
}

describe('a fresh code', () => {
  it('allows one of twenty things asked for at once, and nobody waits who only names the person', async () => {
    site.clock.pass(1)
    const { db, secondFactor } = site.house
    const code = codeOf(site, officer)
    const named = async () => {
      const one = site.tables('staff').where({ id: officer.actor.id })
      return (await one.forKeyShare().noWait().select('id')).length
    }
    const asked = await Promise.all(
      Array.from({ length: 20 }, () =>
        db.inTransaction(async tx => {
          const { kind } = await secondFactor.check(tx, officer.keys, code)
          return { kind, named: await named() }
        }),
      ),
    )
    expect(asked.filter(({ kind }) => kind === 'right')).toHaveLength(1)
    // Sent again is no guess: nobody is locked out.
    expect(new Set(asked.map(({ kind }) => kind))).toEqual(new Set(['right', 'wrong']))
    expect(asked.every(one => one.named === 1)).toBe(true)
    // The next fresh code is another one.
    site.clock.pass(1)
  })
})

describe('a private key', () => {
  it('opens by the password and by nothing else', async () => {
    expect((await open(officer.password)).privateKey).toEqual(officer.keys.privateKey)
    await expect(open(`${officer.password} `)).rejects.toMatchObject({ kind: 'broken' })
  })

  it('is nowhere in the database, nor is the secret of the app, not even while the person is signed in', async () => {
    await signIn(site, officer)
    const tables = await site
      .tables('pg_tables')
      .where({ schemaname: 'public' })
      .pluck<string[]>('tablename')
    const dumps = await Promise.all(
      tables.map(async table => JSON.stringify(await site.tables(table), replaceBytes)),
    )
    const dump = dumps.join('\n')

    expect(dump).toContain(officer.keys.publicKey.toString('hex'))
    for (const secret of [officer.keys.privateKey, Buffer.from(officer.totpSecret)]) {
      expect(dump).not.toContain(secret.toString('hex'))
      expect(dump).not.toContain(secret.toString('base64url'))
    }
    expect(dump).not.toContain(officer.totpSecret)
    expect(dump).not.toContain(officer.password)
  })

  it('comes back from any two of the three recovery shares, and not from one', async () => {
    const { recovery_copy, recovery_version } = await rowOf(officer.actor.id)
    const { public_key } = await site.tables('recovery_keys').first<Row>()
    const copy = {
      id: officer.actor.id,
      version: recovery_version as number,
      sealed: recovery_copy as Buffer,
    }
    for (const two of [
      [0, 1],
      [2, 0],
      [1, 2],
    ]) {
      const privateKey = await joinRecoveryKey(two.map(index => shares[index] ?? ''))
      const pair = { publicKey: public_key as Buffer, privateKey }
      expect(openRecoveryCopy(pair, copy)).toEqual(officer.keys.privateKey)
    }
    await expect(joinRecoveryKey([shares[0] ?? ''])).rejects.toMatchObject({
      code: 'recovery.shares-differ',
    })
    expect(() => openRecoveryCopy(createKeyPair(), copy)).toThrow('seal.broken')
  })

  it('and its second factor open only in the row that they were sealed for', async () => {
    const other = await hire(site, organisationId, ['handler'])
    const { sealed_totp, sealed_private_key } = await rowOf(other.actor.id)

    expect(() => openTotpSecret(officer.keys, sealed_totp as Buffer)).toThrow('seal.broken')
    await site.tables('staff').where({ id: officer.actor.id }).update({ sealed_private_key })
    await expect(open(other.password)).rejects.toMatchObject({ kind: 'broken' })
  })

  it('needs a recovery key that this installation vouched for', async () => {
    const mine = createKeyPair()
    const kept = await site.tables('recovery_keys').first<Row>()
    await site.tables('recovery_keys').update({ public_key: mine.publicKey })
    await expect(hire(site, organisationId, ['handler'])).rejects.toMatchObject({
      code: 'public-key.broken',
    })
    await site.tables('recovery_keys').update(kept)
  })
})

const replaceBytes = (_key: string, value: unknown): unknown => {
  const isBytes =
    typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer'
  return isBytes
    ? Buffer.from((value as unknown as { data: number[] }).data).toString('hex')
    : value
}

describe('a public key', () => {
  it('that somebody put into the database is refused before anything is sealed to it', async () => {
    const person = await hire(site, organisationId, ['legal'])
    const foreign = createKeyPair()
    const recipient = () =>
      site.house.db.inTransaction(tx => site.house.accounts.recipient(tx, person.actor.id))
    expect((await recipient()).publicKey).toEqual(person.keys.publicKey)

    await site
      .tables('staff')
      .where({ id: person.actor.id })
      .update({ public_key: foreign.publicKey })
    await expect(recipient()).rejects.toMatchObject({ kind: 'broken', code: 'public-key.broken' })

    // Somebody else’s, with the MAC that belongs to it.
    const { public_key, public_key_mac } = await rowOf(officer.actor.id)
    await site.tables('staff').where({ id: person.actor.id }).update({ public_key, public_key_mac })
    await expect(recipient()).rejects.toMatchObject({ code: 'public-key.broken' })
  })

  it('in place of the person’s own stops the sign-in', async () => {
    site.clock.pass(5)
    const person = await hire(site, organisationId, ['publicity'])
    const foreign = createKeyPair()
    await site
      .tables('staff')
      .where({ id: person.actor.id })
      .update({ public_key: foreign.publicKey })

    const browser = staffBrowser(site)
    const { username: user, password } = person
    const page = await browser.submit(await browser.open('/staff/login'), { user, password })
    expect(page.status).toBe(500)
    expect(page.$('h1').text()).toBe('密钥没有通过核对')
    expect(await site.tables('sessions').where({ staff_id: person.actor.id })).toHaveLength(0)
  })
})

it('a sealed key carries its place, so that a seal of another place does not open', () => {
  const place = {
    table: 'staff',
    column: 'recovery_copy',
    row: randomUUID(),
    recipient: 'recovery',
    version: 1,
  }
  const pair = createKeyPair()
  const sealed = sealKeyTo(pair.publicKey, place, asSymmetricKey(randomBytes(32)))

  expect(() => openRecoveryCopy(pair, { id: officer.actor.id, version: 1, sealed })).toThrow(
    'seal.broken',
  )
})

describe('the database itself', () => {
  const insert = (id: string, held: readonly Duty[]) =>
    site.tables('staff_duties').insert(held.map(duty => ({ staff_id: id, duty })))

  it('agrees with the rules about every pair of duties', async () => {
    // The last administrator keeps the duty, so somebody else has each of them as well.
    for (const duty of ['system-admin', 'security-admin'] as const)
      await hire(site, organisationId, [duty])
    const { actor } = await hire(site, organisationId, [])
    for (const [index, one] of duties.entries())
      for (const other of duties.slice(index + 1)) {
        const clash = clashOf([one, other])
        const said = await insert(actor.id, [one, other]).then(
          () => undefined,
          (error: unknown) => (error as { constraint?: string }).constraint,
        )
        expect({ one, other, said }).toEqual({ one, other, said: clash })
        await site.tables('staff_duties').where({ staff_id: actor.id }).delete()
      }
  })

  it('lets two transactions not add one duty each that must be apart', async () => {
    const { actor } = await hire(site, organisationId, [])
    const add = (duty: Duty) =>
      site.tables.transaction(trx => trx('staff_duties').insert({ staff_id: actor.id, duty }))
    const done = await Promise.allSettled([add('intake'), add('identity'), add('payer')])

    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('keeps an account from being active without all of its keys', async () => {
    const { actor } = await hire(site, organisationId, [])

    await expect(
      site.tables('staff').where({ id: actor.id }).update({ recovery_copy: null }),
    ).rejects.toMatchObject({ constraint: 'staff_keys_complete' })
  })
})
