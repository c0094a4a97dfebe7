import type { Accounts, StaffKeys } from '../accounts'
import type { Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Relations } from '../relations'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { Candidate } from './decisions'

export type CandidateDeps = {
  readonly cases: Cases
  readonly accounts: Accounts
  readonly lawbook: Lawbook
  readonly deadlines: Pick<Deadlines, 'nearUntil'>
  readonly relations: Pick<Relations, 'touching'>
  /** Who of the actor's body is on leave today. */
  readonly awayOn: (tx: Tx, actor: StaffActor) => Promise<ReadonlySet<StaffId>>
  /** Who has reviewed the case: its work and its review are never one person's. */
  readonly reviewersOf: (tx: Tx, caseId: CaseId) => Promise<ReadonlySet<StaffId>>
  readonly clock: Clock
}

type Asked = {
  readonly actor: StaffActor
  readonly keys: StaffKeys
  readonly caseId: CaseId
  readonly key: SymmetricKey
}

const OTHER = '有需要回避的关系'

const REVIEWED = '做过这一件的法制审核'

const NOTHING = { open: 0, overdue: 0, near: 0 } as const

const byLoad = (one: Candidate, other: Candidate): number =>
  Number(one.conflict !== '') - Number(other.conflict !== '') || one.load.open - other.load.open

/** What speaks against whom: kept away already, a declared relation to the target, to its region, a leave. */
const objectionsTo = async (deps: CandidateDeps, tx: Tx, { actor, caseId, key }: Asked) => {
  const { cases, relations, lawbook, clock } = deps
  const at = { place: '*', on: dayOf(clock()) }
  const grounds = new Map(
    (await lawbook.list(tx, 'exclusion-ground', at)).map(({ code, data }) => [code, data.name]),
  )
  const found = await cases.get(tx, caseId)
  const title = (await cases.titlesOf(tx, new Map([[caseId, key]]))).get(caseId)
  const touching = await relations.touching(tx, { found, target: title?.target ?? '' })
  const kept = new Map((await cases.exclusionsOf(tx, caseId)).map(one => [one.staffId, one.ground]))
  const away = await deps.awayOn(tx, actor)
  const reviewers = await deps.reviewersOf(tx, caseId)
  const barred = (id: StaffId): string => {
    const ground = kept.get(id) ?? touching.get(id)?.target
    if (ground !== undefined) return grounds.get(ground) ?? OTHER
    return reviewers.has(id) ? REVIEWED : ''
  }
  const doubts = (id: StaffId): string[] => [
    ...(touching.get(id)?.region === true ? ['申报过和这个地方的关系'] : []),
    ...(away.has(id) ? ['今天请假'] : []),
  ]
  return (id: StaffId): Pick<Candidate, 'conflict' | 'warning'> => {
    const conflict = barred(id)
    return { conflict, warning: conflict === '' ? doubts(id).join('，') : '' }
  }
}

/** Handlers of the body who can be given a key; who is free to take the case comes first, the least burdened before. */
export const listCandidates = async (
  deps: CandidateDeps,
  tx: Tx,
  asked: Asked,
): Promise<Candidate[]> => {
  const { accounts, cases, deadlines, clock } = deps
  const { organisationId, id: viewer } = asked.actor
  const people = await accounts.listActive(tx, organisationId, 'handler')
  const today = dayOf(clock())
  const nearUntil = await deadlines.nearUntil(tx, today)
  const loads = await cases.loadsOf(tx, { organisationId, viewer, today, nearUntil })
  const objections = await objectionsTo(deps, tx, asked)
  return people
    .map(({ id, displayName }) => ({
      ...{ id, name: displayName, load: loads.get(id) ?? NOTHING },
      ...objections(id),
    }))
    .sort(byLoad)
}
