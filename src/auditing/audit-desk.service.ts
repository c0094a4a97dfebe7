import type { Accounts } from '../accounts'
import { bodyOf, chainOf, type AuditEntry, type AuditRecord, type Checks } from '../audit'
import type { ChainState, RecordQuestion, Tally } from '../audit'
import type { CaseNumbers } from '../cases'
import type { Organisation, Organisations } from '../organisations'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { RecordLine } from './record-line'
import {
  ALL,
  deedsOf,
  readCaseNumber,
  readEntryId,
  sensitiveDeeds,
  sides,
  type Place,
  type RecordWish,
} from './record-wish.rules'

type Deps = {
  readonly accounts: Pick<Accounts, 'find' | 'findByName' | 'namesOf'>
  readonly record: AuditRecord
  readonly checks: Checks
  readonly caseNumbers: CaseNumbers
  readonly organisations: Pick<Organisations, 'list'>
}

/** A question of the record, or the field that names nothing. */
type Asked =
  | { readonly ok: true; readonly question: RecordQuestion }
  | { readonly ok: false; readonly unknown: 'person' | 'number' }

export type AuditDesk = {
  /** The auditor's own body first, then those below it. */
  readonly bodies: (tx: Tx, actor: StaffActor) => Promise<Organisation[]>
  readonly toQuestion: (tx: Tx, actor: StaffActor, wish: RecordWish) => Promise<Asked>
  readonly page: (
    tx: Tx,
    question: RecordQuestion,
    page: { readonly before: Place | undefined; readonly limit: number },
  ) => Promise<RecordLine[]>
  /** @throws notFound('page') for an entry that is not there, or of a body that is not the auditor's to see */
  readonly entry: (tx: Tx, actor: StaffActor, id: string) => Promise<RecordLine>
  readonly states: (
    tx: Tx,
    actor: StaffActor,
  ) => Promise<(ChainState & { readonly body: string })[]>
  readonly views: (
    tx: Tx,
    actor: StaffActor,
    wish: RecordWish,
  ) => Promise<(Tally & { readonly who: string })[]>
}

const below = (all: readonly Organisation[], id: OrganisationId): Organisation[] => {
  const own = all.filter(one => one.id === id)
  const children = all.filter(({ parentId }) => parentId === id)
  return [...own, ...children.flatMap(child => below(all, child.id))]
}

/** What the ids of these entries are called: one question for the people, one for the cases. */
const nameAll = async (
  { accounts, caseNumbers }: Deps,
  tx: Tx,
  entries: readonly AuditEntry[],
  bodies: readonly Organisation[],
): Promise<RecordLine[]> => {
  const people = entries.flatMap(({ side, actorId }) =>
    side === 'staff' && actorId !== null ? [actorId as StaffId] : [],
  )
  const names = await accounts.namesOf(tx, [...new Set(people)])
  const cases = entries.flatMap(({ caseId }) => (caseId === null ? [] : [caseId]))
  const labels = await caseNumbers.labels(tx, cases)
  const nameOf = ({ side, actorId }: AuditEntry): string => {
    if (side === 'reporter') return '举报人'
    return actorId === null ? '系统' : (names.get(actorId as StaffId) ?? '已删除的账号')
  }
  return entries.map(entry => ({
    entry,
    body: bodies.find(({ id }) => id === bodyOf(entry.chain))?.name ?? '',
    who: nameOf(entry),
    caseLabel: entry.caseId === null ? '' : (labels.get(entry.caseId) ?? '案卷已经不在'),
  }))
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

const findPerson = async (
  { accounts }: Deps,
  tx: Tx,
  person: string,
): Promise<string | undefined> => {
  const found = uuid.test(person)
    ? await accounts.find(tx, person as StaffId)
    : await accounts.findByName(tx, person)
  return found?.id
}

const findCases = async (
  { caseNumbers }: Deps,
  tx: Tx,
  bodies: readonly OrganisationId[],
  text: string,
): Promise<CaseId[]> => {
  const number = readCaseNumber(text)
  return number === undefined ? [] : caseNumbers.find(tx, bodies, number)
}

const createScope = ({ organisations }: Deps) => {
  const bodies: AuditDesk['bodies'] = async (tx, actor) =>
    below(await organisations.list(tx), actor.organisationId)
  const chains = async (
    tx: Tx,
    actor: StaffActor,
    { body, side }: Pick<RecordWish, 'body' | 'side'>,
  ): Promise<string[]> => {
    const seen = (await bodies(tx, actor)).map(({ id }) => id)
    const wanted = body === ALL ? seen : seen.filter(id => id === body)
    const ofSide = sides.filter(one => side === '' || one === side)
    return wanted.flatMap(id => ofSide.map(one => chainOf(id, one)))
  }
  return { bodies, chains }
}

type Scope = ReturnType<typeof createScope>

const createQuestions =
  (deps: Deps, scope: Scope): AuditDesk['toQuestion'] =>
  async (tx, actor, wish) => {
    const { from, until, person, number } = wish
    const chains = await scope.chains(tx, actor, wish)
    const actorId = person === '' ? undefined : await findPerson(deps, tx, person)
    if (person !== '' && actorId === undefined) return { ok: false, unknown: 'person' }
    const seen = (await scope.bodies(tx, actor)).map(({ id }) => id)
    const caseIds = number === '' ? undefined : await findCases(deps, tx, seen, number)
    if (caseIds?.length === 0) return { ok: false, unknown: 'number' }
    const stretches = chains.map(chain => ({ chain }))
    return {
      ok: true,
      question: { stretches, from, until, deeds: deedsOf(wish), actorId, caseIds },
    }
  }

const createViews =
  ({ record, accounts }: Deps, scope: Scope): AuditDesk['views'] =>
  async (tx, actor, { from, until, body }) => {
    const chains = await scope.chains(tx, actor, { body, side: 'staff' })
    const stretches = chains.map(chain => ({ chain }))
    const tallies = await record.tally(tx, { from, until, stretches }, sensitiveDeeds)
    const people = tallies.flatMap(({ actorId }) => (actorId === null ? [] : [actorId as StaffId]))
    const names = await accounts.namesOf(tx, [...new Set(people)])
    return tallies.map(tally => ({
      ...tally,
      who: tally.actorId === null ? '系统' : (names.get(tally.actorId as StaffId) ?? ''),
    }))
  }

export const createAuditDesk = (deps: Deps): AuditDesk => {
  const { organisations, record, checks } = deps
  const scope = createScope(deps)

  return {
    bodies: scope.bodies,
    toQuestion: createQuestions(deps, scope),
    page: async (tx, question, page) => {
      const entries = await record.list(tx, question, page)
      return nameAll(deps, tx, entries, await organisations.list(tx))
    },
    entry: async (tx, actor, id) => {
      const place = readEntryId(id)
      const seen = await scope.bodies(tx, actor)
      const mine = place !== undefined && seen.some(body => body.id === bodyOf(place.chain))
      const entry = mine ? await record.find(tx, place.chain, place.seq) : undefined
      if (entry === undefined) throw notFound('page')
      const [line] = await nameAll(deps, tx, [entry], seen)
      if (line === undefined) throw notFound('page')
      return line
    },
    states: async (tx, actor) => {
      const states = await checks.states(tx)
      return (await scope.bodies(tx, actor)).flatMap(({ id, name }) =>
        states.filter(({ chain }) => bodyOf(chain) === id).map(state => ({ ...state, body: name })),
      )
    },
    views: createViews(deps, scope),
  }
}
