import type { Visitor } from '../accounts'
import type { Lamp } from '../deadlines'
import { dayOf, type Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { LampColour } from '../vocabulary/case-words'
import type { CaseId, StaffId, TransferId } from '../vocabulary/ids'
import { digestOf } from './digest'
import { openContent, openMeta, openReceipt, openWords, readPieces } from './sealed-transfer'
import type { PackFile } from './transfer'
import type { Past, TransferFile, TransferList } from './transfer-file'
import { openCase, readTransfer, whoIs, type Held, type TransferDeps } from './transfer-room'
import { actionsFor } from './transfer.rules'
import {
  countOpen,
  filesOf,
  findTransfer,
  listTransfers,
  toTransfer,
  transfersOf,
  type Question,
  type TransferRow,
} from './transfers.repository'

/** Every file of the pack, in the order in which it lies in the archive. */
export const metasOf = async (tx: Tx, { transfer, open }: Held): Promise<PackFile[]> =>
  (await filesOf(tx, transfer.id)).map(row => openMeta(open.key, row))

const colourOf: Record<Lamp, LampColour> = { overdue: 'red', near: 'amber', normal: 'green' }

const lampAt = async ({ deadlines, clock }: TransferDeps, tx: Tx, dueOn: Day | null) => {
  if (dueOn === null) return undefined
  const { lamp, workingDaysLeft } = await deadlines.lamp(tx, dayOf(clock()), dueOn)
  return { colour: colourOf[lamp], workingDays: Math.abs(workingDaysLeft), dueOn }
}

const fileOf = async (
  deps: TransferDeps,
  tx: Tx,
  visitor: Visitor,
  id: TransferId,
): Promise<TransferFile> => {
  const held = await readTransfer(deps, tx, visitor, id)
  const { row, transfer, open, receiver } = held
  const { key } = open
  const files = await metasOf(tx, held)
  const people = [transfer.madeBy, transfer.askedBy, transfer.decidedBy, transfer.leftBy].filter(
    (one): one is StaffId => one !== null,
  )
  const limits = await deps.lawbook.limits(tx, { place: '*', on: dayOf(deps.clock()) })
  return {
    ...{ transfer, receiver, files, digest: digestOf(files), found: open.found },
    content: openContent(key, id, row.sealed_content),
    refusal: openWords(key, id, 'sealed_refusal', row.sealed_refusal),
    said: openWords(key, id, 'sealed_answer', row.sealed_answer),
    receipt: row.sealed_receipt === null ? undefined : openReceipt(key, id, row.sealed_receipt),
    names: await deps.accounts.namesOf(tx, people),
    may: actionsFor(transfer, await whoIs(deps, tx, visitor, transfer.caseId)),
    lamp: await lampAt(deps, tx, transfer.dueOn),
    limits: { min: limits['reason.min'], max: limits['reason.max'], name: limits['measure.name'] },
    today: dayOf(deps.clock()),
  }
}

type Wish = Omit<Question, 'organisationId'>

const nameOf = (row: TransferRow, key: SymmetricKey | undefined): string =>
  key === undefined ? '' : openContent(key, row.id, row.sealed_content).receiverName

const listing =
  (deps: TransferDeps) =>
  async (tx: Tx, { actor, keys }: Visitor, wish: Wish): Promise<TransferList> => {
    const asked = { ...wish, organisationId: actor.organisationId, limit: wish.limit + 1 }
    const rows = await listTransfers(tx, asked)
    const shown = rows.slice(0, wish.limit)
    const ids = [...new Set(shown.map(({ case_id }) => case_id))]
    const visible = await deps.cases.visibleAmong(tx, actor, ids)
    const seen = new Map(visible.map(one => [one.id, one]))
    const holders = await deps.desks.holdersOf(tx, keys)
    const open = await deps.cases.keysOf(
      tx,
      holders,
      ids.filter(id => seen.has(id)),
    )
    const law = await deps.lawbook.list(tx, 'transfer-receiver', {
      ...{ place: '*', on: dayOf(deps.clock()) },
    })
    const lines: TransferList['lines'][number][] = []
    for (const row of shown) {
      const found = seen.get(row.case_id)
      // Whose case one may not know of, of that one sees no line.
      if (found === undefined) continue
      lines.push({
        ...{ transfer: toTransfer(row), found, to: nameOf(row, open.get(row.case_id)) },
        kind: law.find(({ code }) => code === row.receiver)?.data.name ?? row.receiver,
        lamp: await lampAt(deps, tx, row.due_on),
      })
    }
    const last = rows.length > wish.limit ? shown.at(-1) : undefined
    return {
      lines,
      next: last && { due: last.due_on ?? 'infinity', arrival: last.arrival },
    }
  }

export const createReading = (deps: TransferDeps) => ({
  file: (tx: Tx, visitor: Visitor, id: TransferId) => fileOf(deps, tx, visitor, id),

  /** The same, recorded. */
  view: async (tx: Tx, visitor: Visitor, id: TransferId): Promise<TransferFile> => {
    const file = await fileOf(deps, tx, visitor, id)
    const { organisationId, caseId } = file.transfer
    const opened = { deed: 'transfer.opened', caseId, subject: id } as const
    await deps.audit.record(tx, visitor.actor, organisationId, opened)
    return file
  },

  /** Which case it belongs to, of which this person may not know; for the record of attempts. */
  hiddenCase: async (tx: Tx, actor: StaffActor, id: TransferId): Promise<CaseId | undefined> => {
    const row = await findTransfer(tx, id)
    if (row === undefined) return undefined
    const seen = await deps.cases.findVisible(tx, actor, row.case_id)
    return seen === undefined ? row.case_id : undefined
  },

  list: listing(deps),

  ofCase: async (tx: Tx, visitor: Visitor, caseId: CaseId): Promise<Past> => {
    const { key } = await openCase(deps, tx, visitor, caseId)
    return (await transfersOf(tx, caseId)).map(row => ({
      transfer: toTransfer(row),
      to: openContent(key, row.id, row.sealed_content).receiverName,
    }))
  },

  count: (tx: Tx, actor: StaffActor, cap: number) =>
    countOpen(tx, actor.organisationId, { today: dayOf(deps.clock()), cap }),

  /** One file of the pack, to be looked at before it leaves. */
  openFile: async (tx: Tx, visitor: Visitor, id: TransferId, ordinal: number) => {
    const held = await readTransfer(deps, tx, visitor, id)
    const found = (await metasOf(tx, held)).find(one => one.ordinal === ordinal)
    if (found === undefined) throw notFound('transfer')
    const at = { transferId: id, fileId: found.id, key: held.open.key }
    return { ...found, read: () => readPieces(deps.db, at) }
  },

  /** What leaves: recorded each time. */
  openArchive: async (tx: Tx, visitor: Visitor, id: TransferId) => {
    const held = await readTransfer(deps, tx, visitor, id)
    const { archiveId, organisationId, caseId, arrival } = held.transfer
    if (archiveId === null) throw notFound('transfer')
    const fetched = { deed: 'transfer.fetched', caseId, subject: id } as const
    await deps.audit.record(tx, visitor.actor, organisationId, fetched)
    const at = { transferId: id, fileId: archiveId, key: held.open.key }
    return { name: `移送-${arrival}.zip`, read: () => readPieces(deps.db, at) }
  },
})
