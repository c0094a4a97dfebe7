import type { Visitor } from '../accounts'
import { assertUnmasking } from '../masking'
import type { Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { Deed } from '../vocabulary/deeds'
import type { LetterId } from '../vocabulary/ids'
import type { Letter, LetterDeps } from './letter'
import { sealSaid, sealUnderCase } from './letter-keys.service'
import { forgetReminders, updateLetter } from './letters.repository'
import { assertDay, holdFor, type OpenLetter } from './opening.service'
import { findSaid, insertSaid, listAnswers, listTerms, returnAnswer } from './sayings.repository'
import { tellAbove, tellBelow } from './telling.service'

type Noted = { readonly actor: StaffActor; readonly letter: Letter; readonly deed: Deed }

const note = ({ audit }: LetterDeps, tx: Tx, { actor, letter, deed }: Noted) =>
  audit.record(tx, actor, actor.organisationId, {
    ...{ deed, subject: letter.id },
    ...(letter.caseId === null ? {} : { caseId: letter.caseId }),
  })

/** Below: it has come, and whoever handles the case reads it from now on. @throws as holdFor */
export const receive =
  (deps: LetterDeps) =>
  async (tx: Tx, visitor: Visitor, id: LetterId): Promise<void> => {
    const { actor } = visitor
    const isDone = ({ receivedBy }: Letter) => receivedBy === actor.id
    const held = await holdFor(deps, tx, visitor, { id, action: 'receive', isDone })
    if (held === 'done') return
    const { letter, key, caseKey } = held
    await updateLetter(tx, id, {
      ...{ received_by: actor.id, received_at: deps.clock() },
      case_sealed_key: caseKey === undefined ? null : sealUnderCase(caseKey, id, key),
    })
    await note(deps, tx, { actor, letter, deed: 'oversight.received' })
  }

type Said = { readonly once: string; readonly words: string }

/** The same form again. @throws notFound('oversight') where it was sent for something else */
const saidBefore =
  (tx: Tx, { actor }: Visitor, kind: Parameters<typeof findSaid>[1], once: string) =>
  async ({ id }: Letter): Promise<boolean> => {
    const before = await findSaid(tx, kind, once)
    if (before === undefined) return false
    if (before.letterId !== id || before.by !== actor.id) throw notFound('oversight')
    return true
  }

/** What the case masks may not stand in words that go to another body. */
const assertPlain = async (
  { masking }: LetterDeps,
  tx: Tx,
  { letter: { caseId }, caseKey }: OpenLetter,
  words: string,
): Promise<void> => {
  if (caseId === null || caseKey === undefined) return
  await assertUnmasking(masking, tx, { caseId, key: caseKey }, { words })
}

/** Below, sent up once; another one before it is judged takes its place. @throws as holdFor, MaskedWords */
export const answer =
  (deps: LetterDeps) =>
  async (tx: Tx, visitor: Visitor, id: LetterId, { once, words }: Said): Promise<void> => {
    const isDone = saidBefore(tx, visitor, 'answer', once)
    const held = await holdFor(deps, tx, visitor, { id, action: 'answer', isDone })
    if (held === 'done') return
    await assertPlain(deps, tx, held, words)
    const { letter, key } = held
    const number = letter.answers + 1
    const { actor } = visitor
    await insertSaid(tx, 'answer', {
      ...{ letter_id: id, number, once, answered_by: actor.id, answered_at: deps.clock() },
      sealed_words: sealSaid(key, { kind: 'answer', id, number }, words),
    })
    await updateLetter(tx, id, { state: 'answered', answers: number })
    await tellAbove(deps, tx, letter, `answered-${number}`)
    await note(deps, tx, { actor, letter, deed: 'oversight.answered' })
  }

/** 催办: above, counted, and told to those below. @throws as holdFor */
export const chase =
  (deps: LetterDeps) =>
  async (tx: Tx, visitor: Visitor, id: LetterId, { once, words }: Said): Promise<void> => {
    const isDone = saidBefore(tx, visitor, 'chase', once)
    const held = await holdFor(deps, tx, visitor, { id, action: 'chase', isDone })
    if (held === 'done') return
    const { letter, key } = held
    const number = letter.chases + 1
    const { actor } = visitor
    await insertSaid(tx, 'chase', {
      ...{ letter_id: id, number, once, done_by: actor.id, done_at: deps.clock() },
      sealed_words: sealSaid(key, { kind: 'chase', id, number }, words),
    })
    await updateLetter(tx, id, { chases: number })
    await tellBelow(deps, tx, letter, `chased-${number}`)
    await note(deps, tx, { actor, letter, deed: 'oversight.chased' })
  }

type Moving = Said & { readonly dueOn: Day }

const moveDay = async (
  deps: LetterDeps,
  tx: Tx,
  { letter, key }: OpenLetter,
  { by, ...moving }: Moving & { readonly by: StaffActor },
): Promise<number> => {
  const { id } = letter
  const number = (await listTerms(tx, id)).length + 1
  await insertSaid(tx, 'prolong', {
    ...{ letter_id: id, number, once: moving.once, done_by: by.id, done_at: deps.clock() },
    ...{ from_day: letter.dueOn, to_day: moving.dueOn },
    sealed_words: sealSaid(key, { kind: 'prolong', id, number }, moving.words),
  })
  return number
}

/** Above, with a ground. @throws as holdFor, refused `oversight.day`, `oversight.day-earlier` */
export const prolong =
  (deps: LetterDeps) =>
  async (tx: Tx, visitor: Visitor, id: LetterId, moving: Moving): Promise<void> => {
    const isDone = saidBefore(tx, visitor, 'prolong', moving.once)
    const held = await holdFor(deps, tx, visitor, { id, action: 'prolong', isDone })
    if (held === 'done') return
    const { letter } = held
    await assertDay(deps, tx, moving.dueOn)
    if (moving.dueOn <= letter.dueOn) throw refused('oversight.day-earlier')
    const number = await moveDay(deps, tx, held, { ...moving, by: visitor.actor })
    await forgetReminders(tx, id)
    await updateLetter(tx, id, { due_on: moving.dueOn, reminded: 0 })
    await tellBelow(deps, tx, { ...letter, dueOn: moving.dueOn }, `prolonged-${number}`)
    await note(deps, tx, { actor: visitor.actor, letter, deed: 'oversight.prolonged' })
  }

type Judging = {
  readonly words: string
  /** How many answers the page showed. */
  readonly seen: number
}

const assertSeen = ({ letter }: OpenLetter, { seen }: Judging): void => {
  if (letter.answers !== seen) throw refused('oversight.newer-answer')
}

/** Above: the answer does not do; another day to answer by. @throws as holdFor, refused `oversight.day` */
export const sendBack =
  (deps: LetterDeps) =>
  async (
    tx: Tx,
    visitor: Visitor,
    id: LetterId,
    judging: Judging & { readonly dueOn: Day },
  ): Promise<void> => {
    const { actor } = visitor
    const { seen: number, words, dueOn } = judging
    const isDone = async () =>
      (await listAnswers(tx, id)).find(one => one.number === number)?.returned_by === actor.id
    const held = await holdFor(deps, tx, visitor, { id, action: 'send-back', isDone })
    if (held === 'done') return
    assertSeen(held, judging)
    await assertDay(deps, tx, dueOn)
    const { letter, key } = held
    await returnAnswer(
      tx,
      { letter_id: id, number },
      {
        ...{ returned_by: actor.id, returned_at: deps.clock() },
        sealed_return: sealSaid(key, { kind: 'send-back', id, number }, words),
      },
    )
    await forgetReminders(tx, id)
    await updateLetter(tx, id, { state: 'open', due_on: dueOn, reminded: 0 })
    await tellBelow(deps, tx, { ...letter, dueOn }, `sent-back-${number}`)
    await note(deps, tx, { actor, letter, deed: 'oversight.sent-back' })
  }

/** Above, by another than who wrote it: the matter is done. @throws as holdFor */
export const close =
  (deps: LetterDeps) =>
  async (tx: Tx, visitor: Visitor, id: LetterId, judging: Judging): Promise<void> => {
    const { actor } = visitor
    const isDone = ({ closedBy }: Letter) => closedBy === actor.id
    const held = await holdFor(deps, tx, visitor, { id, action: 'close', isDone })
    if (held === 'done') return
    assertSeen(held, judging)
    const { letter, key } = held
    await updateLetter(tx, id, {
      ...{ state: 'closed', closed_by: actor.id, closed_at: deps.clock() },
      sealed_close: sealSaid(key, { kind: 'close', id, number: 1 }, judging.words),
    })
    await tellBelow(deps, tx, letter, 'closed-1')
    await note(deps, tx, { actor, letter, deed: 'oversight.closed' })
  }
