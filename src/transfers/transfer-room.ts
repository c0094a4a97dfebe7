import type { Accounts, SecondFactor, Visitor } from '../accounts'
import type { Audit } from '../audit'
import { keyOfAdmitted } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Desks } from '../desks'
import type { Masking } from '../masking'
import { dayOf } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { CaseId, TransferId } from '../vocabulary/ids'
import { isAllowed } from '../vocabulary/permission'
import type { PackDeps } from './pack.service'
import type { OpenCase, Receiver, Transfer } from './transfer'
import { actionsFor, course, type TransferAction } from './transfer.rules'
import { findTransfer, lockTransfer, toTransfer, type TransferRow } from './transfers.repository'

export type TransferDeps = PackDeps & {
  readonly accounts: Accounts
  readonly audit: Audit
  readonly db: Db
  readonly deadlines: Deadlines
  readonly desks: Desks
  readonly masking: Masking
  readonly random: Random
  readonly secondFactor: SecondFactor
}

/** @throws notFound('case'), forbidden('case.no-key') */
export const openCase = async (
  { cases, desks }: TransferDeps,
  tx: Tx,
  { actor, keys }: Visitor,
  caseId: CaseId,
): Promise<OpenCase> => {
  const found = await cases.findVisible(tx, actor, caseId)
  if (found === undefined) throw notFound('case')
  const key = await keyOfAdmitted(cases, tx, await desks.holdersOf(tx, keys), caseId)
  return { found, key }
}

/** What this person may do with the transfers of a case: handlers of it and principals write. */
export const whoIs = async (
  { cases }: TransferDeps,
  tx: Tx,
  { actor }: Visitor,
  caseId: CaseId,
) => {
  const approves = isAllowed(actor, 'case.approve')
  const officers = await cases.officersOf(tx, [caseId])
  const handles = officers.some(({ staffId, handling }) => handling && staffId === actor.id)
  return { id: actor.id, approves, writes: approves || handles }
}

/** @throws not-found `law`: no such receiver there */
export const receiverOf = async (
  { lawbook, clock }: TransferDeps,
  tx: Tx,
  { found }: OpenCase,
  code: string,
): Promise<Receiver> => {
  const at = { place: found.regionCode ?? '*', on: dayOf(clock()) }
  const receiver = await lawbook.find(tx, 'transfer-receiver', code, at)
  if (receiver === undefined) throw refused('transfer.receiver')
  return receiver
}

export type Held = {
  readonly row: TransferRow
  readonly transfer: Transfer
  readonly open: OpenCase
  readonly receiver: Receiver
}

const heldOf = async (
  deps: TransferDeps,
  tx: Tx,
  visitor: Visitor,
  row: TransferRow,
): Promise<Held> => {
  const open = await openCase(deps, tx, visitor, row.case_id)
  return {
    ...{ row, open, transfer: toTransfer(row) },
    receiver: await receiverOf(deps, tx, open, row.receiver),
  }
}

/** @throws notFound('transfer'), as openCase */
export const readTransfer = async (
  deps: TransferDeps,
  tx: Tx,
  visitor: Visitor,
  id: TransferId,
): Promise<Held> => {
  const row = await findTransfer(tx, id)
  if (row === undefined) throw notFound('transfer')
  return heldOf(deps, tx, visitor, row)
}

/** The same, case and transfer held until the transaction ends. */
export const holdTransfer = async (
  deps: TransferDeps,
  tx: Tx,
  visitor: Visitor,
  id: TransferId,
): Promise<Held> => {
  const before = await findTransfer(tx, id)
  if (before === undefined) throw notFound('transfer')
  await deps.cases.lock(tx, before.case_id)
  const row = await lockTransfer(tx, id)
  if (row === undefined) throw notFound('transfer')
  return heldOf(deps, tx, visitor, row)
}

/** @throws forbidden `transfer.own`, `transfer.not-yours`; refused `transfer.moved-on` */
export const assertMay = async (
  deps: TransferDeps,
  tx: Tx,
  visitor: Visitor,
  { held, action }: { readonly held: Held; readonly action: TransferAction },
): Promise<void> => {
  const who = await whoIs(deps, tx, visitor, held.transfer.caseId)
  if (actionsFor(held.transfer, who).includes(action)) return
  if (!course[action].from.includes(held.transfer.state)) throw refused('transfer.moved-on')
  throw forbidden(who.approves ? 'transfer.own' : 'transfer.not-yours')
}
