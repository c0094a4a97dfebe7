import type { Visitor } from '../accounts'
import { dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { Deed } from '../vocabulary/deeds'
import type { TransferId } from '../vocabulary/ids'
import { digestOf } from './digest'
import { metasOf } from './reading.service'
import { assertMay, holdTransfer, type Held, type TransferDeps } from './transfer-room'
import type { TransferAction, TransferState } from './transfer.rules'
import { transfersOf } from './transfers.repository'

export const record = (
  { audit }: TransferDeps,
  tx: Tx,
  { actor }: Visitor,
  { held, deed, ground }: { readonly held: Held; readonly deed: Deed; readonly ground?: string },
) =>
  audit.record(tx, actor, held.transfer.organisationId, {
    ...{ deed, caseId: held.transfer.caseId, subject: held.transfer.id },
    ...(ground === undefined ? {} : { ground }),
  })

export const hold = async (
  deps: TransferDeps,
  tx: Tx,
  visitor: Visitor,
  { id, action }: { readonly id: TransferId; readonly action: TransferAction },
): Promise<Held> => {
  const held = await holdTransfer(deps, tx, visitor, id)
  await assertMay(deps, tx, visitor, { held, action })
  return held
}

const pointOf = ({ open: { found } }: Held, on: Day, at: Date) => ({
  place: found.regionCode ?? '*',
  ...{ on, at },
})

type Which = 'decide' | 'leave' | 'answer'

export const startClock = async (
  { deadlines, clock }: TransferDeps,
  tx: Tx,
  held: Held,
  { which, on }: { readonly which: Which; readonly on: Day },
): Promise<Day | undefined> => {
  const rule = held.receiver.data.clocks?.[which]
  if (rule === undefined) return undefined
  const point = pointOf(held, on, clock())
  return (await deadlines.start(tx, held.transfer.caseId, rule, point)).dueOn
}

export const finishClock = async (
  { deadlines }: TransferDeps,
  tx: Tx,
  held: Held,
  { which, on }: { readonly which: Which; readonly on: Day },
): Promise<void> => {
  const rule = held.receiver.data.clocks?.[which]
  if (rule !== undefined) await deadlines.finish(tx, held.transfer.caseId, rule, on)
}

const waitsFor = { asked: 'decide', approved: 'leave' } as const

/** Once a transfer was dropped: the clocks that no other transfer of its case to such a receiver still runs on. */
export const endClocks = async (deps: TransferDeps, tx: Tx, held: Held): Promise<void> => {
  const { caseId, receiver } = held.transfer
  const others = (await transfersOf(tx, caseId)).filter(other => other.receiver === receiver)
  const running = new Set<TransferState>(others.map(({ state }) => state))
  const on = dayOf(deps.clock())
  for (const state of ['asked', 'approved'] as const)
    if (!running.has(state)) await finishClock(deps, tx, held, { which: waitsFor[state], on })
}

/** @throws refused `transfer.changed`: not what was looked at */
export const checkSeen = async (tx: Tx, held: Held, seen: string): Promise<void> => {
  if (digestOf(await metasOf(tx, held)) !== seen) throw refused('transfer.changed')
}
