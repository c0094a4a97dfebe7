import type { Visitor } from '../accounts'
import { dayOf, type Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, LetterId, StaffId } from '../vocabulary/ids'
import type { Letter, LetterDeps } from './letter'
import { openLetterKeys } from './letter-keys.service'
import { faultOf, sideOf, type LetterAction, type Side } from './letter.rules'
import { findLetter, lockLetter, type SealedLetter } from './letters.repository'

export type OpenLetter = {
  readonly letter: SealedLetter
  readonly side: Side
  readonly key: SymmetricKey
  /** Of its case, where this person holds it. */
  readonly caseKey: SymmetricKey | undefined
}

export const handlersOf = async (
  { cases }: Pick<LetterDeps, 'cases'>,
  tx: Tx,
  caseId: CaseId | null,
): Promise<StaffId[]> =>
  caseId === null
    ? []
    : (await cases.officersOf(tx, [caseId]))
        .filter(({ handling }) => handling)
        .map(({ staffId }) => staffId)

const isAway = async (
  { cases }: LetterDeps,
  tx: Tx,
  { caseId }: Letter,
  { id }: StaffActor,
): Promise<boolean> =>
  caseId !== null && (await cases.exclusionsOf(tx, caseId)).some(({ staffId }) => staffId === id)

/** As whom this person comes to it; undefined: it is not theirs to know of. */
export const sideAt = async (
  deps: LetterDeps,
  tx: Tx,
  letter: Letter,
  actor: StaffActor,
): Promise<Side | undefined> => {
  if (await isAway(deps, tx, letter, actor)) return undefined
  const { caseId, receivedAt } = letter
  const handling = receivedAt === null ? [] : await handlersOf(deps, tx, caseId)
  return sideOf(letter, handling.includes(actor.id), actor)
}

const open = async (
  deps: LetterDeps,
  tx: Tx,
  { actor, keys }: Visitor,
  letter: SealedLetter | undefined,
): Promise<OpenLetter> => {
  if (letter === undefined) throw notFound('oversight')
  const side = await sideAt(deps, tx, letter, actor)
  if (side === undefined) throw notFound('oversight')
  const holders = await deps.desks.holdersOf(tx, keys)
  const { caseId, id } = letter
  const caseKeys = await deps.cases.keysOf(tx, holders, caseId === null ? [] : [caseId])
  const key = (await openLetterKeys(tx, holders, [letter], caseKeys)).get(id)
  if (key === undefined) throw forbidden('case.no-key')
  return { letter, side, key, caseKey: caseId === null ? undefined : caseKeys.get(caseId) }
}

/** @throws notFound('oversight') for whoever may not know of it, forbidden('case.no-key') */
export const openLetter = async (
  deps: LetterDeps,
  tx: Tx,
  visitor: Visitor,
  id: LetterId,
): Promise<OpenLetter> => open(deps, tx, visitor, await findLetter(tx, id))

/**
 * Held for a step; 'done': this person did just this before.
 * @throws notFound('oversight'), forbidden('case.no-key'), refused `oversight.*`
 */
export const holdFor = async (
  deps: LetterDeps,
  tx: Tx,
  visitor: Visitor,
  {
    id,
    action,
    isDone,
  }: {
    readonly id: LetterId
    readonly action: LetterAction
    readonly isDone: (letter: Letter) => Promise<boolean> | boolean
  },
): Promise<OpenLetter | 'done'> => {
  const known = await findLetter(tx, id)
  if (known === undefined) throw notFound('oversight')
  // Whoever takes a step of the case holds the case first.
  if (known.caseId !== null) await deps.cases.lock(tx, known.caseId)
  const held = await open(deps, tx, visitor, await lockLetter(tx, id))
  if (await isDone(held.letter)) return 'done'
  const who = { side: held.side, staffId: visitor.actor.id }
  const fault = faultOf(action, held.letter, who)
  if (fault !== undefined) throw refused(fault)
  return held
}

/** A day to answer by lies ahead and is worked. @throws refused `oversight.day` */
export const assertDay = async (
  { deadlines, clock }: LetterDeps,
  tx: Tx,
  day: Day,
): Promise<void> => {
  const { isWorking } = await deadlines.calendar(tx)
  if (day <= dayOf(clock()) || !isWorking(day)) throw refused('oversight.day')
}
