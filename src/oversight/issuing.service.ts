import type { Visitor } from '../accounts'
import type { OpenDesk } from '../desks'
import { dayOf, type Day } from '../platform/clock'
import { newSymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, LetterId, OrganisationId, SampleId } from '../vocabulary/ids'
import type { LetterDeps, LetterWords } from './letter'
import { sealLetterKey, sealLetterWords } from './letter-keys.service'
import { bodiesBelow, type NumberTyped, type Urgency } from './letter.rules'
import { findCaseByNumber, findIssued, holdNumbers, insertLetter } from './letters.repository'
import { assertDay } from './opening.service'
import { tellBelow } from './telling.service'

export type Issuing = LetterWords & {
  readonly to: OrganisationId
  readonly about: NumberTyped | undefined
  readonly urgency: Urgency
  readonly dueOn: Day
  /** The form's own number. */
  readonly once: string
}

/** @throws refused `oversight.self`, `oversight.not-below` */
const assertBelow = async (
  { organisations }: LetterDeps,
  tx: Tx,
  upper: OrganisationId,
  to: OrganisationId,
): Promise<void> => {
  if (to === upper) throw refused('oversight.self')
  const below = bodiesBelow(await organisations.list(tx), upper)
  const body = below.find(({ id }) => id === to)
  if (body?.kind !== 'medical-security') throw refused('oversight.not-below')
}

/** Held. @throws refused `oversight.no-case`, also where this person must keep away from it */
const caseOf = async (
  { cases }: LetterDeps,
  tx: Tx,
  { id: staffId }: StaffActor,
  { to, about }: Issuing,
): Promise<CaseId | null> => {
  if (about === undefined) return null
  const caseId = await findCaseByNumber(tx, to, about)
  if (caseId === undefined) throw refused('oversight.no-case')
  await cases.lock(tx, caseId)
  const away = (await cases.exclusionsOf(tx, caseId)).some(one => one.staffId === staffId)
  if (away) throw refused('oversight.no-case')
  return caseId
}

/** Where it is read: whoever leads or supervises above, whoever leads below. @throws refused `oversight.no-desk` */
const desksOf = async (
  { desks }: LetterDeps,
  tx: Tx,
  from: OrganisationId,
  to: OrganisationId,
): Promise<OpenDesk[]> => {
  const theirs = await desks.findOpen(tx, to, 'intake')
  if (theirs === undefined) throw refused('oversight.no-desk')
  const own = [
    await desks.findOpen(tx, from, 'supervision'),
    await desks.findOpen(tx, from, 'intake'),
  ]
  return [...own.filter(desk => desk !== undefined), theirs]
}

type NewLetter = LetterWords &
  Pick<Issuing, 'to' | 'about' | 'urgency' | 'dueOn' | 'once'> & {
    readonly caseId: CaseId | null
    readonly sampleId: SampleId | null
  }

/** Under the next number, sealed, told to those below, recorded. The numbers are held. */
export const writeLetter = async (
  deps: LetterDeps,
  tx: Tx,
  { id: by, organisationId: from, ...actor }: StaffActor,
  wish: NewLetter,
): Promise<LetterId> => {
  const { random, clock } = deps
  const { to, subject, text, about, urgency, dueOn, once, caseId } = wish
  const desks = await desksOf(deps, tx, from, to)
  const id = random.uuid() as LetterId
  const key = newSymmetricKey(random)
  const at = clock()
  await insertLetter(tx, Number(dayOf(at).slice(0, 4)), {
    ...{ id, once, from_body: from, to_body: to, case_id: caseId, sample_id: wish.sampleId },
    ...{ case_year: about?.year ?? null, case_serial: about?.serial ?? null },
    ...{ urgency, issued_by: by, issued_at: at, due_on: dueOn },
    sealed_words: sealLetterWords(key, id, { subject, text }),
  })
  await sealLetterKey(tx, id, key, desks)
  await tellBelow(deps, tx, { id, caseId, to, dueOn, receivedAt: null }, 'issued-1')
  await deps.audit.record(tx, { ...actor, id: by, organisationId: from }, from, {
    ...{ deed: 'oversight.issued', subject: id },
    ...(caseId === null ? {} : { caseId }),
  })
  return id
}

/**
 * To a body below, in the session of whoever signs it. Safe to send twice.
 * @throws notFound('oversight'), refused `oversight.*`
 */
export const issue =
  (deps: LetterDeps) =>
  async (tx: Tx, { actor }: Pick<Visitor, 'actor'>, wish: Issuing): Promise<LetterId> => {
    await holdNumbers(tx, actor.organisationId)
    const before = await findIssued(tx, wish.once)
    if (before !== undefined && before.issuedBy !== actor.id) throw notFound('oversight')
    if (before !== undefined) return before.id
    await assertBelow(deps, tx, actor.organisationId, wish.to)
    await assertDay(deps, tx, wish.dueOn)
    const caseId = await caseOf(deps, tx, actor, wish)
    return writeLetter(deps, tx, actor, { ...wish, caseId, sampleId: null })
  }

/** Whether this form was sent before, and did what it asked for. */
export const wasIssued = async (tx: Tx, { actor }: Visitor, once: string): Promise<boolean> =>
  (await findIssued(tx, once))?.issuedBy === actor.id
