import type { Visitor } from '../accounts'
import { keyOfAdmitted, type Case } from '../cases'
import { assertUnmasking, copiedWords, copyFinderOf, maskedFaults } from '../masking'
import { dayOf } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused } from '../platform/errors'
import { foldName } from '../registry'
import type { CaseId } from '../vocabulary/ids'
import { isAllowed } from '../vocabulary/permission'
import { changeOf } from './changing.service'
import type { Entry, Faults, OpenEntry } from './entry'
import { type Draft, isDecided, isSameDraft } from './entry.rules'
import type { RegisterDeps } from './keeping'
import { personFaults } from './persons'
import {
  findEntry,
  insertEntry,
  listOfCase,
  lockEntry,
  lockOfCase,
  moveEntry,
  readDraft,
  rewriteEntry,
} from './register.repository'

type Wish = {
  /** The entry's own id, given with the form: sent twice it is one. */
  readonly id: string
  /** The version that was on the page; 0 for a new one. */
  readonly seen: number
  readonly draft: Draft
}

export type Writing = {
  /** Where writing begins: the case, the name of its target without what is masked, and what was written so far. */
  readonly frame: (
    tx: Tx,
    visitor: Visitor,
    caseId: CaseId,
  ) => Promise<{
    readonly found: Case
    readonly target: string
    readonly entries: readonly Entry[]
  }>
  /** One of the case's own. @throws notFound('decision') */
  readonly open: (tx: Tx, visitor: Visitor, at: At) => Promise<OpenEntry>
  /** By field: what would tell of a person, is masked, was copied from a reporter, or is no institution's name. */
  readonly faults: (tx: Tx, visitor: Visitor, caseId: CaseId, draft: Draft) => Promise<Faults>
  /**
   * Lays it before the publicity duty, new or written anew after it was returned.
   * @throws refused `register.not-decided`, `register.moved-on`, `register.number-taken`
   */
  readonly write: (tx: Tx, visitor: Visitor, caseId: CaseId, wish: Wish) => Promise<Faults>
  /** The decision no longer holds: the clock of the withdrawal begins. Said twice it begins once. */
  readonly change: (tx: Tx, visitor: Visitor, at: At, ground: string) => Promise<void>
  /** The same by the course of the case: what was published begins its clock, what waits goes back. */
  readonly overturn: (tx: Tx, caseId: CaseId, only?: { readonly number: string }) => Promise<void>
}

type At = { readonly caseId: CaseId; readonly id: string }
type Opened = { readonly found: Case; readonly key: SymmetricKey }

/** The case and its key, for whoever may know of it. @throws notFound('case'), forbidden('case.no-key') */
const openCase = async (
  { cases, desks }: RegisterDeps,
  tx: Tx,
  { actor, keys }: Visitor,
  caseId: CaseId,
): Promise<Opened> => {
  const found = await cases.findVisible(tx, actor, caseId)
  if (found === undefined) throw notFound('case')
  return { found, key: await keyOfAdmitted(cases, tx, await desks.holdersOf(tx, keys), caseId) }
}

/** The same for whoever may write in it. @throws forbidden */
const openToWrite = (deps: RegisterDeps, tx: Tx, visitor: Visitor, caseId: CaseId) => {
  if (!isAllowed(visitor.actor, 'register.write')) throw forbidden('permission')
  return openCase(deps, tx, visitor, caseId)
}

const inWords = ({ number, institution, articles, body }: Draft) => ({
  ...{ number, institution, articles, body },
})

const maskedIn = async (
  { masking }: RegisterDeps,
  tx: Tx,
  { found, key }: Opened,
  draft: Draft,
): Promise<Faults> => {
  try {
    await assertUnmasking(masking, tx, { caseId: found.id, key }, inWords(draft))
    return {}
  } catch (error) {
    return maskedFaults(error)
  }
}

const copiedIn = async (
  { masking }: RegisterDeps,
  tx: Tx,
  { found, key }: Opened,
  { body, articles }: Draft,
): Promise<Faults> => {
  const find = await copyFinderOf(masking, tx, { caseId: found.id, key })
  return Object.fromEntries(
    Object.entries({ body, articles })
      .map(([field, text]) => [field, copiedWords(find(text))] as const)
      .filter(([, words]) => words !== ''),
  )
}

/** People are not named: whatever is named stands in the public list of institutions. */
const unknownIn = async ({ registry }: RegisterDeps, tx: Tx, { institution }: Draft) => {
  const [known] = await registry.match(tx, [{ code: '', name: institution }])
  return known === undefined
    ? { institution: '机构名单里没有这个名称。请照名单写全称；个人的姓名不公开' }
    : {}
}

const faultsOf = async (
  deps: RegisterDeps,
  tx: Tx,
  opened: Opened,
  draft: Draft,
): Promise<Faults> => ({
  ...(await unknownIn(deps, tx, draft)),
  ...personFaults(inWords(draft)),
  ...(await copiedIn(deps, tx, opened, draft)),
  ...(await maskedIn(deps, tx, opened, draft)),
})

/** @throws notFound('decision') also for another case's */
const entryAt = async (tx: Tx, { caseId, id }: At): Promise<Entry> => {
  const entry = await findEntry(tx, id)
  if (entry?.caseId !== caseId) throw notFound('decision')
  return entry
}

/** Whether the form was sent before; @throws when somebody else was faster. */
const isRepeated = async (
  tx: Tx,
  { actor }: Visitor,
  known: Entry,
  { seen, draft }: Wish,
): Promise<boolean> => {
  if (known.state === 'returned' && known.version === seen) return false
  const mine = known.writtenBy === actor.id && known.version === seen + 1
  if (mine && isSameDraft(await readDraft(tx, known), draft)) return true
  throw refused('register.moved-on')
}

const write =
  (deps: RegisterDeps): Writing['write'] =>
  async (tx, visitor, caseId, wish) => {
    const opened = await openToWrite(deps, tx, visitor, caseId)
    const known = await lockEntry(tx, wish.id)
    if (known !== undefined && known.caseId !== caseId) throw notFound('decision')
    if (known !== undefined && (await isRepeated(tx, visitor, known, wish))) return {}
    if (!isDecided(opened.found)) throw refused('register.not-decided')
    const faults = await faultsOf(deps, tx, opened, wish.draft)
    if (Object.keys(faults).length > 0) return faults
    const { organisationId } = opened.found
    const written = {
      ...{ id: wish.id, draft: wish.draft, version: wish.seen + 1 },
      ...{ by: visitor.actor.id, on: dayOf(deps.clock()) },
    }
    if (known === undefined)
      await insertEntry(tx, { caseId, organisationId }, { ...written, version: 1 })
    else await rewriteEntry(tx, written)
    await deps.audit.record(tx, visitor.actor, organisationId, {
      ...{ deed: 'register.written', caseId, subject: wish.id },
    })
    return {}
  }

const change =
  (deps: RegisterDeps): Writing['change'] =>
  async (tx, visitor, at, ground) => {
    const { found } = await openToWrite(deps, tx, visitor, at.caseId)
    await entryAt(tx, at)
    const entry = await lockEntry(tx, at.id)
    if (entry === undefined) throw notFound('decision')
    if (entry.state === 'changed' && entry.changeGround === ground) return
    if (entry.state !== 'published') throw refused('register.moved-on')
    const by = visitor.actor.id
    await moveEntry(tx, at.id, {
      state: 'changed',
      ...(await changeOf(deps, tx, entry, { ground, by })),
    })
    await deps.audit.record(tx, visitor.actor, found.organisationId, {
      ...{ deed: 'register.changed', caseId: at.caseId, subject: at.id, ground },
    })
  }

const overturn =
  (deps: RegisterDeps): Writing['overturn'] =>
  async (tx, caseId, only) => {
    const all = await lockOfCase(tx, caseId, ['written', 'published'])
    for (const entry of all) {
      if (only !== undefined && foldName(only.number) !== foldName(entry.number)) continue
      const { id, organisationId } = entry
      const isOut = entry.state === 'published'
      const ground = only === undefined ? 'reopened' : 'revoked'
      await moveEntry(
        tx,
        id,
        isOut
          ? { state: 'changed', ...(await changeOf(deps, tx, entry, { ground, by: null })) }
          : { state: 'returned', return_ground: 'moved' },
      )
      await deps.audit.record(tx, { side: 'system' }, organisationId, {
        ...{ deed: isOut ? 'register.changed' : 'register.returned', caseId, subject: id },
        ground: isOut ? ground : 'moved',
      })
    }
  }

export const createWriting = (deps: RegisterDeps): Writing => ({
  frame: async (tx, visitor, caseId) => {
    const { found, key } = await openCase(deps, tx, visitor, caseId)
    const mask = await deps.masking.maskOf(tx, { caseId, key })
    const title = (await deps.cases.titlesOf(tx, new Map([[caseId, key]]))).get(caseId)
    const entries = await listOfCase(tx, caseId)
    return { found, target: mask.text(title?.target ?? ''), entries }
  },
  open: async (tx, visitor, at) => {
    await openCase(deps, tx, visitor, at.caseId)
    const entry = await entryAt(tx, at)
    return { entry, draft: await readDraft(tx, entry) }
  },
  faults: async (tx, visitor, caseId, draft) =>
    faultsOf(deps, tx, await openToWrite(deps, tx, visitor, caseId), draft),
  write: write(deps),
  change: change(deps),
  overturn: overturn(deps),
})
