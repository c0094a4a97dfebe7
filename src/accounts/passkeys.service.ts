import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type AuthenticatorTransport,
} from '@simplewebauthn/server'
import type { Audit } from '../audit'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { PasskeyId, StaffId } from '../vocabulary/ids'
import type { Passkey, PasskeyShown, PasskeySite, StoredPasskey } from './passkey'
import {
  deletePasskey,
  deletePasskeysOf,
  findByCredential,
  findChallenge,
  insertPasskey,
  listPasskeys,
  putChallenge,
  saveUse,
  takeChallenge,
} from './passkeys.repository'
import { toActor, type Staff } from './staff'
import { algorithms, readAssertion, readProof, readRegistration } from './webauthn'

type Deps = {
  readonly clock: Clock
  readonly random: Random
  readonly audit: Audit
  readonly lawbook: Lawbook
  readonly organisations: Pick<Organisations, 'site'>
  readonly installation: Pick<Installation, 'macSeal' | 'sealHolds'>
  /** undefined: passkeys are not offered here. */
  readonly passkeySite: PasskeySite | undefined
}

/** A session is named by the hash of its id; the answer must come in the same one. */
type Registering = { readonly staff: Staff; readonly session: Buffer }

/**
 * Keys on people's own devices, in place of the app's code: at sign-in and wherever a step-up is asked for.
 * They authorise and open nothing; the password still opens the private key.
 */
export type Passkeys = {
  readonly offered: boolean
  readonly list: (tx: Tx, staffId: StaffId) => Promise<readonly Passkey[]>
  /** The question for `navigator.credentials.get`; undefined for who has no passkey. */
  readonly ask: (tx: Tx, staffId: StaffId, session: Buffer) => Promise<object | undefined>
  /**
   * Whether the answer is the person's, to the question that this session was asked last. The question is used
   * up either way, so the caller's transaction must be allowed to commit.
   */
  readonly prove: (tx: Tx, staff: Staff, shown: PasskeyShown) => Promise<boolean>
  /** After a step-up: for a few minutes this session may register one passkey under this name. */
  readonly begin: (tx: Tx, actor: StaffActor, session: Buffer, name: string) => Promise<void>
  /** The name and the question for `navigator.credentials.create`; undefined when nothing was begun. */
  readonly begun: (
    tx: Tx,
    registering: Registering,
  ) => Promise<{ readonly name: string; readonly question: object } | undefined>
  /**
   * 'over': nothing was begun, or too long ago.
   * @throws refused('passkey.known')
   */
  readonly register: (
    tx: Tx,
    registering: Registering,
    answer: string,
  ) => Promise<'done' | 'wrong' | 'over'>
  /** Removing what is gone changes nothing. */
  readonly remove: (tx: Tx, actor: StaffActor, id: PasskeyId) => Promise<void>
  /** All of them, with a factor that was reset. */
  readonly end: (tx: Tx, staffId: StaffId) => Promise<void>
}

type Owned = Pick<StoredPasskey, 'id' | 'staffId' | 'credentialId'>

const ownerOf = ({ id, staffId, credentialId }: Owned): string =>
  `passkey:${id}:${staffId}:${credentialId.toString('base64url')}`

const describe = ({ credentialId, transports }: StoredPasskey) => ({
  id: credentialId.toString('base64url'),
  transports: [...transports] as AuthenticatorTransport[],
})

const minutesOf = async ({ lawbook, clock }: Deps, tx: Tx): Promise<number> =>
  (await lawbook.limits(tx, { place: '*', on: dayOf(clock()) }))['passkey.minutes']

const put = async (
  deps: Deps,
  tx: Tx,
  asked: {
    readonly session: Buffer
    readonly purpose: 'register' | 'prove'
    readonly name?: string
  },
): Promise<Buffer> => {
  const challenge = deps.random.bytes(32)
  const until = new Date(deps.clock().getTime() + (await minutesOf(deps, tx)) * 60_000)
  await putChallenge(tx, asked, { challenge, name: asked.name ?? null, until })
  return challenge
}

const bytesOf = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer)

/** What is known of the row before its owner is asked: planted rows are as if they were not there. */
const isVouchedFor = ({ installation }: Deps, passkey: StoredPasskey): boolean =>
  installation.sealHolds(passkey.publicKey, ownerOf(passkey), passkey.mac)

const refuse = async (
  { audit }: Deps,
  tx: Tx,
  staff: Staff,
  ground: 'planted' | 'counter',
): Promise<false> => {
  const deed = 'passkey.refused' as const
  await audit.record(tx, toActor(staff), staff.organisationId, { deed, ground })
  return false
}

// A counter of 0 is that of a passkey which does not count.
const wentOn = (before: number, now: number): boolean => (before === 0 && now === 0) || now > before

const prove = async (
  deps: Deps,
  tx: Tx,
  { staff, shown }: { readonly staff: Staff; readonly shown: PasskeyShown },
): Promise<boolean> => {
  const { session, answer } = shown
  const now = deps.clock()
  const asked = await takeChallenge(tx, { session, purpose: 'prove' }, now)
  const response = readAssertion(answer)
  const site = deps.passkeySite
  if (asked === undefined || response === undefined || site === undefined) return false

  const passkey = await findByCredential(tx, staff.id, Buffer.from(response.id, 'base64url'))
  if (passkey === undefined) return false
  if (!isVouchedFor(deps, passkey)) return refuse(deps, tx, staff, 'planted')
  const counter = await readProof(response, passkey, { site, challenge: asked.challenge })
  if (counter === undefined) return false
  if (!wentOn(passkey.counter, counter)) return refuse(deps, tx, staff, 'counter')
  await saveUse(tx, passkey.id, { counter, on: dayOf(now) })
  return true
}

const questionFor = async (
  deps: Deps,
  tx: Tx,
  site: PasskeySite,
  { staff, challenge }: { readonly staff: Staff; readonly challenge: Buffer },
): Promise<object> =>
  generateRegistrationOptions({
    rpID: site.host,
    rpName: (await deps.organisations.site(tx)).name,
    userID: bytesOf(Buffer.from(staff.id.replaceAll('-', ''), 'hex')),
    userName: staff.username,
    userDisplayName: staff.displayName,
    challenge: bytesOf(challenge),
    attestationType: 'none',
    excludeCredentials: (await listPasskeys(tx, staff.id)).map(describe),
    // The password comes first, so the device need not remember for whom it holds the key.
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
    supportedAlgorithmIDs: algorithms,
  })

const register = async (
  deps: Deps,
  tx: Tx,
  { staff, session }: Registering,
  answer: string,
): Promise<'done' | 'wrong' | 'over'> => {
  const now = deps.clock()
  const asked = await takeChallenge(tx, { session, purpose: 'register' }, now)
  const site = deps.passkeySite
  if (asked?.name == null || site === undefined) return 'over'
  const made = await readRegistration(answer, { site, challenge: asked.challenge })
  if (made === undefined) {
    // The device may be asked once more, by another question.
    await put(deps, tx, { session, purpose: 'register', name: asked.name })
    return 'wrong'
  }

  const id = deps.random.uuid() as PasskeyId
  const owned = { id, staffId: staff.id, credentialId: made.credentialId }
  const mac = deps.installation.macSeal(made.publicKey, ownerOf(owned))
  const passkey = { ...owned, ...made, mac, name: asked.name, createdOn: dayOf(now) }
  if (!(await insertPasskey(tx, passkey))) throw refused('passkey.known')
  await deps.audit.record(tx, toActor(staff), staff.organisationId, {
    deed: 'passkey.registered',
    subject: id,
  })
  return 'done'
}

export const createPasskeys = (deps: Deps): Passkeys => ({
  offered: deps.passkeySite !== undefined,

  list: async (tx, staffId) =>
    (await listPasskeys(tx, staffId)).filter(passkey => isVouchedFor(deps, passkey)),

  ask: async (tx, staffId, session) => {
    const passkeys = (await listPasskeys(tx, staffId)).filter(one => isVouchedFor(deps, one))
    if (deps.passkeySite === undefined || passkeys.length === 0) return undefined
    return generateAuthenticationOptions({
      rpID: deps.passkeySite.host,
      challenge: bytesOf(await put(deps, tx, { session, purpose: 'prove' })),
      allowCredentials: passkeys.map(describe),
      userVerification: 'preferred',
    })
  },

  prove: (tx, staff, shown) => prove(deps, tx, { staff, shown }),

  begin: async (tx, actor, session, name) => {
    if (deps.passkeySite === undefined) throw notFound('page')
    await put(deps, tx, { session, purpose: 'register', name })
    await deps.audit.record(tx, actor, actor.organisationId, { deed: 'passkey.begun' })
  },

  begun: async (tx, { staff, session }) => {
    const asked = await findChallenge(tx, { session, purpose: 'register' }, deps.clock())
    if (asked?.name == null || deps.passkeySite === undefined) return undefined
    const { challenge, name } = asked
    return { name, question: await questionFor(deps, tx, deps.passkeySite, { staff, challenge }) }
  },

  register: (tx, registering, answer) => register(deps, tx, registering, answer),

  remove: async (tx, actor, id) => {
    if (!(await deletePasskey(tx, actor.id, id))) return
    await deps.audit.record(tx, actor, actor.organisationId, {
      deed: 'passkey.removed',
      subject: id,
    })
  },

  end: deletePasskeysOf,
})
