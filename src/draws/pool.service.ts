import type { Accounts, StaffKeys } from '../accounts'
import type { Audit } from '../audit'
import { caseLabel, possibleActions, type Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import { dayOf, type Clock } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, DrawId, StaffId } from '../vocabulary/ids'
import { ALGORITHM, tooFewFor, type DrawInputs } from './algorithm'
import type { Draw, Person, Stake } from './draw'
import { findDraw } from './draws.repository'
import { numbersOf } from './numbers.repository'

export type Holder = { readonly actor: StaffActor; readonly keys: StaffKeys }

/** Triage's step, which this room may not name: who is free to take a case, and giving it to two of them. */
type Assignment = {
  readonly free: (tx: Tx, who: Holder & { readonly caseId: CaseId }) => Promise<readonly StaffId[]>
  readonly assign: (
    tx: Tx,
    who: Holder & { readonly caseId: CaseId; readonly seen: string },
    handlers: readonly StaffId[],
  ) => Promise<void>
}

export type DrawsDeps = {
  readonly accounts: Pick<Accounts, 'listActive' | 'namesOf'>
  readonly audit: Audit
  readonly cases: Cases
  readonly deadlines: Pick<Deadlines, 'nearUntil'>
  readonly assignment: Assignment
  readonly awayOn: (tx: Tx, actor: StaffActor) => Promise<ReadonlySet<StaffId>>
  readonly installation: Pick<Installation, 'sealOwn' | 'openOwn'>
  readonly random: Random
  readonly clock: Clock
}

/** Two officers to a case. */
const EACH = 2

const NOTHING = { open: 0, overdue: 0, near: 0 } as const

export const seedPlace = (id: DrawId) => ({ table: 'draws', column: 'sealed_seed', row: id })

export const listPeople = async (deps: DrawsDeps, tx: Tx, actor: StaffActor): Promise<Person[]> => {
  const { accounts, cases, deadlines, clock } = deps
  const { organisationId, id: viewer } = actor
  const staff = await accounts.listActive(tx, organisationId, 'handler')
  const ids = staff.map(({ id }) => id)
  const numbers = await numbersOf(tx, organisationId, ids)
  const today = dayOf(clock())
  const nearUntil = await deadlines.nearUntil(tx, today)
  const loads = await cases.loadsOf(tx, { organisationId, viewer, today, nearUntil })
  const away = await deps.awayOn(tx, actor)
  return staff
    .map(({ id, displayName }) => ({
      ...{ id, name: displayName, number: numbers.get(id) ?? 0 },
      ...{ load: loads.get(id) ?? NOTHING, away: away.has(id) },
    }))
    .sort((one, other) => one.load.open - other.load.open || one.number - other.number)
}

export const stakeOf = async (
  { cases, assignment }: DrawsDeps,
  tx: Tx,
  holder: Holder,
  caseId: CaseId,
): Promise<Stake | undefined> => {
  const found = await cases.findVisible(tx, holder.actor, caseId)
  if (found === undefined || !possibleActions(found.state).includes('assign')) return undefined
  const label = caseLabel(found.year, found.serial)
  return { found, label, free: await assignment.free(tx, { ...holder, caseId }) }
}

export const stakesOf = async (
  deps: DrawsDeps,
  tx: Tx,
  holder: Holder,
  ids: readonly (CaseId | null)[],
): Promise<Stake[]> => {
  const stakes: Stake[] = []
  for (const id of ids) {
    const stake = id === null ? undefined : await stakeOf(deps, tx, holder, id)
    if (stake === undefined) throw refused('draw.pool-changed')
    stakes.push(stake)
  }
  return stakes
}

type Pool = {
  readonly label: string
  readonly people: readonly Person[]
  readonly absent: ReadonlyMap<StaffId, string>
}

export const inputsOf = ({ label, people, absent }: Pool, stakes: readonly Stake[]): DrawInputs => {
  const pool = people.filter(({ id }) => !absent.has(id))
  return {
    ...{ algorithm: ALGORITHM, draw: label, each: EACH },
    pool: pool.map(({ number }) => number),
    absent: people.flatMap(({ id, number }) => {
      const reason = absent.get(id)
      return reason === undefined ? [] : [{ staff: number, reason }]
    }),
    cases: stakes.map(({ label: number, free }) => ({
      number,
      excluded: pool.filter(({ id }) => !free.includes(id)).map(one => one.number),
    })),
  }
}

/** @throws refused('draw.too-small') with the numbers of the cases */
export const refuseTooSmall = (inputs: DrawInputs): void => {
  const few = tooFewFor(inputs)
  if (few.length > 0)
    throw refused('draw.too-small', { each: EACH, needed: EACH + 1, cases: few.join('、') })
}

/** @throws notFound('draw') */
export const getDraw = async (
  tx: Tx,
  { organisationId, id: viewer }: StaffActor,
  id: DrawId,
): Promise<Draw> => {
  const found = await findDraw(tx, { organisationId, viewer }, id)
  if (found === undefined) throw notFound('draw')
  return found
}
