import type { Cases } from '../cases'
import type { Desks, Holder, OpenDesk } from '../desks'
import type { Organisations } from '../organisations'
import { newSymmetricKey, wipe, type Installation, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden, KnownError, unavailable } from '../platform/errors'
import type { Random } from '../platform/random'
import type { OrganisationId, ReportId } from '../vocabulary/ids'
import { compareName, type SameAnswer } from './comparing.service'
import { deleteIdentities, deleteIdentitySeals, listIdentityDesks } from './identities.repository'
import {
  openIdentityKey,
  putSealed,
  putSeals,
  seeIdentity,
  type ReporterIdentity,
  type Seen,
} from './identity-seals'
import { movePapers } from './papers.service'
import { holdUnsealed, listUnsealed, type Listed, type Unsealed } from './unsealed.repository'

type NewIdentity = {
  readonly reportId: ReportId
  /** From `keeperFor`. */
  readonly desk: OpenDesk | undefined
  readonly identityKey: SymmetricKey
  readonly reporterPublicKey: Buffer
  /** undefined: the reporter leaves no name. That is sealed all the same. */
  readonly identity: ReporterIdentity | undefined
}

type Rewriting = {
  readonly reporter: Holder
  readonly organisationId: OrganisationId
  /** A name given now; undefined: what is there stays what it is. */
  readonly identity?: ReporterIdentity | undefined
}

export type Identities = {
  /** The desk that keeps the names of new reports to this body; undefined when there is none up to the top. */
  readonly keeperFor: (tx: Tx, organisationId: OrganisationId) => Promise<OpenDesk | undefined>
  /**
   * Seals the identity, or that there is none, to the reporter and to the desk: the row and its seals look the same
   * for every report. Asks nothing first: it is sent together with the rest of the report.
   * @throws unavailable `desk.missing` for a name when there is no such desk up to the top
   */
  readonly store: (tx: Tx, wanted: NewIdentity) => Promise<void>
  /**
   * Seals it anew in the reporter's session, with a name given now or as it is: whatever a reporter changes
   * leaves the same here. False for a name where there is one already. The caller holds the case.
   * @throws unavailable `desk.missing`
   */
  readonly rewrite: (tx: Tx, wanted: Rewriting) => Promise<boolean>
  /**
   * The name, as far as this holder can open it: the reporter, or a member of the identity desk. undefined for
   * everybody else, and where no name was left.
   * @throws forbidden `identity.at-office` for a reporter whose code an officer has seen
   */
  readonly open: (
    tx: Tx,
    holders: readonly Holder[],
    reportId: ReportId,
  ) => Promise<ReporterIdentity | undefined>
  /**
   * Whether somebody is who the reporter said to be, with the key of the code that was typed; the name stays here. At
   * the office also for a code that an officer has heard: there another person checks (docs/adr/0081).
   * @throws forbidden `identity.at-office` on the web for such a code
   */
  readonly compare: (
    tx: Tx,
    reporter: Holder,
    person: { readonly name: string; readonly idNumber: string },
    where: 'web' | 'office',
  ) => Promise<SameAnswer>
  /** As open, and tells one who may not from a report without a name. */
  readonly see: (tx: Tx, holders: readonly Holder[], reportId: ReportId) => Promise<Seen>
  /**
   * Whom to ask who the reporter is: the desk that holds the identity; when there is none, the desk that
   * would. undefined when there is none up to the top.
   */
  readonly deskFor: (
    tx: Tx,
    organisationId: OrganisationId,
    reportId: ReportId,
  ) => Promise<OpenDesk | undefined>
  /**
   * Gives some reports that no identity desk holds anything of their row «none»: those from before every report had
   * one, and those from a time without a desk. Where to go on, or undefined at the end.
   */
  readonly fillIn: (tx: Tx, after?: string) => Promise<string | undefined>
  /** Retention: identity keys and what they opened. */
  readonly erase: (tx: Tx, reportIds: readonly ReportId[]) => Promise<void>
}

type Deps = {
  readonly desks: Pick<Desks, 'nearestWith' | 'findOpen' | 'bodyOf'>
  readonly organisations: Pick<Organisations, 'above'>
  readonly cases: Pick<Cases, 'codeStateOf'>
  readonly installation: Pick<Installation, 'checkPublicKey'>
  readonly random: Random
}

/** Whoever heard the code could be the officer: identity then goes by the office, with another person (ADR 0022). */
const refuseHeardCode = async (
  { cases }: Deps,
  tx: Tx,
  holders: readonly Holder[],
  reportId: ReportId,
): Promise<void> => {
  if (!holders.some(({ kind }) => kind === 'reporter')) return
  if ((await cases.codeStateOf(tx, reportId)).seenByOfficer) throw forbidden('identity.at-office')
}

const deskFor =
  ({ desks, organisations }: Deps): Identities['deskFor'] =>
  async (tx, organisationId, reportId) => {
    const held = await listIdentityDesks(tx, reportId)
    const holds = (desk: OpenDesk) => held.some(({ deskId }) => deskId === desk.deskId)
    let nearest: OpenDesk | undefined
    let at: OrganisationId | undefined = organisationId
    while (at !== undefined) {
      const desk = await desks.findOpen(tx, at, 'identity')
      nearest ??= desk
      if (desk !== undefined && (held.length === 0 || holds(desk))) return desk
      at = (await organisations.above(tx, at))?.id
    }
    return (await elsewhere({ desks }, tx, held)) ?? nearest
  }

/** The case went to another body; the identity stayed with the desk that it was sealed to. */
const elsewhere = async (
  { desks }: Pick<Deps, 'desks'>,
  tx: Tx,
  held: Awaited<ReturnType<typeof listIdentityDesks>>,
): Promise<OpenDesk | undefined> => {
  for (const deskId of new Set(held.map(one => one.deskId))) {
    const body = await desks.bodyOf(tx, deskId)
    const desk = body && (await desks.findOpen(tx, body, 'identity'))
    if (desk?.deskId === deskId) return desk
  }
  return undefined
}

const keeperFor =
  ({ desks }: Deps): Identities['keeperFor'] =>
  async (tx, organisationId) =>
    (await desks.nearestWith(tx, organisationId, 'identity'))?.desk

const store: Identities['store'] = async (tx, wanted) => {
  const { reportId, desk, identityKey: key, reporterPublicKey, identity } = wanted
  if (desk === undefined && identity !== undefined) throw unavailable('desk.missing')
  await Promise.all([
    putSealed(tx, { reportId, key }, identity),
    putSeals(tx, { reportId, key, reporterPublicKey, desk }),
  ])
}

type Wanted = {
  readonly reportId: ReportId
  readonly organisationId: OrganisationId
  readonly named: boolean
}

/** The desk that gets a new key: it holds an older version, or nothing. A name needs one that can open it. */
const newDesk = async (
  deps: Deps,
  tx: Tx,
  { reportId, organisationId, named }: Wanted,
): Promise<OpenDesk | undefined> => {
  const desk = await deskFor(deps)(tx, organisationId, reportId)
  if (desk === undefined && named) throw unavailable('desk.missing')
  const held = await listIdentityDesks(tx, reportId)
  const here = held.filter(({ deskId }) => deskId === desk?.deskId)
  if (here.some(({ version }) => version === desk?.version)) return undefined
  // What another desk keeps, and nobody opens today, stays there.
  return named || held.length === here.length ? desk : undefined
}

type Keys = { readonly old: SymmetricKey | undefined; readonly key: SymmetricKey }

/** The key to seal under: the one that was there, or a new one for a desk that gets one. */
const keysFor = async (
  { random }: Deps,
  tx: Tx,
  reporter: Holder,
  desk: OpenDesk | undefined,
): Promise<Keys> => {
  const old = await openIdentityKey(tx, [reporter], reporter.id as ReportId)
  const stays = desk === undefined ? old : undefined
  return { old, key: stays ?? newSymmetricKey(random) }
}

/** The seals of a new key in the place of the old one's; what lay under the old one moves along. */
const changeKey = async (
  tx: Tx,
  { reporter, desk, old, key }: Keys & { reporter: Holder; desk: OpenDesk | undefined },
): Promise<void> => {
  const reportId = reporter.id as ReportId
  await deleteIdentitySeals(tx, reportId)
  await putSeals(tx, { reportId, key, reporterPublicKey: reporter.pair.publicKey, desk })
  if (old !== undefined) await movePapers(tx, reportId, { old, key })
}

const nameNow = (given: ReporterIdentity | undefined, before: Seen): ReporterIdentity | undefined =>
  given ?? (before.kind === 'named' ? before.identity : undefined)

const rewrite =
  (deps: Deps): Identities['rewrite'] =>
  async (tx, { reporter, organisationId, identity }) => {
    const reportId = reporter.id as ReportId
    const before = await seeIdentity(tx, [reporter], reportId)
    const named = identity !== undefined
    if (named && before.kind === 'named') return false
    const desk = await newDesk(deps, tx, { reportId, organisationId, named })
    const { old, key } = await keysFor(deps, tx, reporter, desk)
    await putSealed(tx, { reportId, key }, nameNow(identity, before))
    if (key !== old) await changeKey(tx, { reporter, desk, old, key })
    wipe(key)
    return true
  }

const FILLED_AT_ONCE = 200
/** What a name from before this took: rows from then look like one another. */
const asBefore = 0

const isVouched = ({ installation }: Deps, reportId: ReportId, row: Unsealed): boolean => {
  try {
    installation.checkPublicKey(row.public_key, `reporter:${reportId}`, row.public_key_mac)
    return true
  } catch (error) {
    if (error instanceof KnownError && error.kind === 'broken') return false
    throw error
  }
}

const fillOne = async (
  deps: Deps,
  tx: Tx,
  { id: reportId, organisation_id: organisationId }: Listed,
): Promise<void> => {
  const desk = await keeperFor(deps)(tx, organisationId)
  const row = await holdUnsealed(tx, reportId)
  if (row === undefined || (row.has_row && desk === undefined)) return
  if (!isVouched(deps, reportId, row)) return
  const key = newSymmetricKey(deps.random)
  await putSealed(tx, { reportId, key }, undefined, row.has_row ? undefined : asBefore)
  await deleteIdentitySeals(tx, reportId)
  await putSeals(tx, { reportId, key, reporterPublicKey: row.public_key, desk })
  wipe(key)
}

const fillIn =
  (deps: Deps): Identities['fillIn'] =>
  async (tx, after) => {
    const found = await listUnsealed(tx, after, FILLED_AT_ONCE)
    for (const one of found) await fillOne(deps, tx, one)
    return found.length < FILLED_AT_ONCE ? undefined : found.at(-1)?.id
  }

export const createIdentities = (deps: Deps): Identities => {
  const see: Identities['see'] = async (tx, holders, reportId) => {
    await refuseHeardCode(deps, tx, holders, reportId)
    return seeIdentity(tx, holders, reportId)
  }
  return {
    keeperFor: keeperFor(deps),
    store,
    rewrite: rewrite(deps),
    see,
    compare: async (tx, reporter, person, where) => {
      if (where === 'web') await refuseHeardCode(deps, tx, [reporter], reporter.id as ReportId)
      return compareName(tx, reporter, person)
    },
    open: async (tx, holders, reportId) => {
      const seen = await see(tx, holders, reportId)
      return seen.kind === 'named' ? seen.identity : undefined
    },
    deskFor: deskFor(deps),
    fillIn: fillIn(deps),
    erase: deleteIdentities,
  }
}
