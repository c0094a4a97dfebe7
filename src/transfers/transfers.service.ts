import type { Visitor } from '../accounts'
import { addDays, dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { TransferId } from '../vocabulary/ids'
import { createDrafting, createFrame } from './drafting.service'
import { wordFaults, type Faults } from './pack-words.service'
import { packing } from './packing.service'
import { createReading } from './reading.service'
import { sealReceipt, sealWords } from './sealed-transfer'
import { checkSeen, endClocks, finishClock, hold, record, startClock } from './step.service'
import type { GivenAnswer, Receipt } from './transfer'
import { holdTransfer, readTransfer, type TransferDeps } from './transfer-room'
import { updateTransfer } from './transfers.repository'

type Step<T> = (tx: Tx, visitor: Visitor, id: TransferId, wish: T) => Promise<void>

type Seen = { readonly seen: string }

const asking =
  (deps: TransferDeps): Step<Seen> =>
  async (tx, visitor, id, { seen }) => {
    const before = await holdTransfer(deps, tx, visitor, id)
    // Sent twice: it is asked already, by the same person.
    if (before.transfer.state === 'asked' && before.transfer.askedBy === visitor.actor.id) return
    const held = await hold(deps, tx, visitor, { id, action: 'ask' })
    await checkSeen(tx, held, seen)
    const on = dayOf(deps.clock())
    // A case that was decided to go to the police has been agreed to there: the clock to leave runs already.
    const agreed = held.open.found.outcome === 'crime-transfer'
    const due = agreed ? undefined : await startClock(deps, tx, held, { which: 'decide', on })
    await updateTransfer(tx, id, {
      ...{ state: 'asked', asked_by: visitor.actor.id, asked_at: deps.clock() },
      ...(due === undefined ? {} : { due_on: due }),
    })
    await record(deps, tx, visitor, { held, deed: 'transfer.asked' })
  }

const approving =
  (deps: TransferDeps): Step<Seen> =>
  async (tx, visitor, id, { seen }) => {
    const before = await holdTransfer(deps, tx, visitor, id)
    const { state, decidedBy } = before.transfer
    if (state === 'approved' && decidedBy === visitor.actor.id) return
    const held = await hold(deps, tx, visitor, { id, action: 'approve' })
    await checkSeen(tx, held, seen)
    const on = dayOf(deps.clock())
    await finishClock(deps, tx, held, { which: 'decide', on })
    const due = await startClock(deps, tx, held, { which: 'leave', on })
    await updateTransfer(tx, id, {
      ...{ state: 'approved', decided_by: visitor.actor.id, decided_at: deps.clock() },
      due_on: due ?? 'infinity',
    })
    await record(deps, tx, visitor, { held, deed: 'transfer.approved' })
  }

const declining =
  (deps: TransferDeps): Step<{ readonly reason: string }> =>
  async (tx, visitor, id, { reason }) => {
    const before = await holdTransfer(deps, tx, visitor, id)
    const { state, decidedBy } = before.transfer
    if (state === 'declined' && decidedBy === visitor.actor.id) return
    const held = await hold(deps, tx, visitor, { id, action: 'decline' })
    await finishClock(deps, tx, held, { which: 'decide', on: dayOf(deps.clock()) })
    await updateTransfer(tx, id, {
      ...{ state: 'declined', decided_by: visitor.actor.id, decided_at: deps.clock() },
      sealed_refusal: sealWords(held.open.key, id, 'sealed_refusal', reason),
      due_on: 'infinity',
    })
    await record(deps, tx, visitor, { held, deed: 'transfer.declined' })
  }

const dropping =
  (deps: TransferDeps): Step<object> =>
  async (tx, visitor, id) => {
    const before = await holdTransfer(deps, tx, visitor, id)
    if (before.transfer.state === 'dropped') return
    const held = await hold(deps, tx, visitor, { id, action: 'drop' })
    await updateTransfer(tx, id, { state: 'dropped', due_on: 'infinity' })
    await endClocks(deps, tx, held)
    await record(deps, tx, visitor, { held, deed: 'transfer.dropped' })
  }

/** @throws refused `transfer.day` */
const checkDay = (deps: TransferDeps, on: Day, from: Day): void => {
  if (on < from || on > dayOf(deps.clock())) throw refused('transfer.day')
}

const receiving =
  (deps: TransferDeps): Step<Receipt> =>
  async (tx, visitor, id, { on, who, number }) => {
    const before = await holdTransfer(deps, tx, visitor, id)
    if (before.transfer.state === 'received' && before.transfer.receivedOn === on) return
    const held = await hold(deps, tx, visitor, { id, action: 'receive' })
    checkDay(deps, on, dayOf(held.transfer.leftAt ?? deps.clock()))
    const { answerDays } = held.receiver.data
    const ran = await startClock(deps, tx, held, { which: 'answer', on })
    const due = ran ?? (answerDays === undefined ? undefined : addDays(on, answerDays))
    await updateTransfer(tx, id, {
      ...{ state: 'received', received_on: on, due_on: due ?? 'infinity' },
      sealed_receipt: sealReceipt(held.open.key, id, { who, number }),
    })
    await record(deps, tx, visitor, { held, deed: 'transfer.received', ground: on })
  }

const answering =
  (deps: TransferDeps): Step<GivenAnswer> =>
  async (tx, visitor, id, { answer, on, reason }) => {
    const before = await holdTransfer(deps, tx, visitor, id)
    if (before.transfer.state === 'answered') {
      const { answer: given, answeredOn } = before.transfer
      if (given === answer && answeredOn === on) return
      throw refused('transfer.answered')
    }
    const held = await hold(deps, tx, visitor, { id, action: 'answer' })
    checkDay(deps, on, held.transfer.receivedOn ?? on)
    await finishClock(deps, tx, held, { which: 'answer', on })
    await updateTransfer(tx, id, {
      ...{ state: 'answered', answer, answered_on: on, due_on: 'infinity' },
      sealed_answer: sealWords(held.open.key, id, 'sealed_answer', reason),
    })
    await record(deps, tx, visitor, { held, deed: 'transfer.answered', ground: answer })
  }

/** Words of a receipt, an answer or a refusal, before they are sealed. */
const checking =
  (deps: TransferDeps) =>
  async (
    tx: Tx,
    visitor: Visitor,
    id: TransferId,
    typed: Readonly<Record<string, string>>,
  ): Promise<Faults> => {
    const { open } = await readTransfer(deps, tx, visitor, id)
    return wordFaults(deps, tx, open, { actor: visitor.actor, typed, fromCase: {} })
  }

/** Every deed with a transfer. */
export const createTransfers = (deps: TransferDeps) => ({
  frame: createFrame(deps),
  draft: createDrafting(deps),
  ...createReading(deps),
  faultsIn: checking(deps),
  ask: asking(deps),
  approve: approving(deps),
  decline: declining(deps),
  drop: dropping(deps),
  pack: packing(deps),
  receive: receiving(deps),
  answer: answering(deps),
})
export type Transfers = ReturnType<typeof createTransfers>
