import type { Audit } from '../audit'
import type { Cases } from '../cases'
import { dayOf, type Clock, type Day } from '../platform/clock'
import { openField, sealField, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { ReporterActor, StaffActor } from '../vocabulary/actor'
import type { CaseId, MessageId, ReportId, StaffId } from '../vocabulary/ids'
import {
  deleteMessages,
  insertMessage,
  listMessageRows,
  listMessagesOf,
  markReadByReporter,
  markReadByStaff,
  type MessageRow,
} from './messages.repository'

export type Message = {
  readonly id: MessageId
  readonly reportId: ReportId
  readonly from: 'reporter' | 'staff'
  readonly staffId: StaffId | null
  readonly sentOn: Day
  /** Only for what an officer sent; a reporter's hour is not kept. */
  readonly sentAt: Date | null
  readonly readByReporterOn: Day | null
  readonly readByStaff: boolean
  /** For what a reporter wrote: the day on which an officer first read it. */
  readonly readByStaffOn: Day | null
  readonly body: string
}

type Letter = {
  readonly caseId: CaseId
  readonly reportId: ReportId
  readonly key: SymmetricKey
  readonly body: string
  /** The form's own number (UUID): sending it twice makes one message. */
  readonly once: string
  /** From an officer who waits for an answer. */
  readonly asks?: boolean
}

export type Dialogue = {
  /** Oldest first, at most the newest 500. `reportId` keeps one reporter's thread apart. */
  readonly list: (
    tx: Tx,
    key: SymmetricKey,
    caseId: CaseId,
    reportId?: ReportId,
  ) => Promise<Message[]>
  /** What was written in several cases, in no order, at most 5,000 messages together. */
  readonly bodiesOf: (
    tx: Tx,
    keys: ReadonlyMap<CaseId, SymmetricKey>,
  ) => Promise<readonly (Pick<Message, 'id' | 'from' | 'body'> & { readonly caseId: CaseId })[]>
  /** The id of the message; undefined when it was there already. */
  readonly fromReporter: (
    tx: Tx,
    actor: ReporterActor,
    letter: Letter,
  ) => Promise<MessageId | undefined>
  readonly fromStaff: (tx: Tx, actor: StaffActor, letter: Letter) => Promise<MessageId | undefined>
  readonly readByReporter: (tx: Tx, reportId: ReportId) => Promise<void>
  /** Also takes the mark off the queue. */
  readonly readByStaff: (tx: Tx, caseId: CaseId) => Promise<void>
  /** Retention: the case's messages, once nothing hangs on them any more. */
  readonly erase: (tx: Tx, caseId: CaseId) => Promise<void>
}

type Deps = {
  readonly audit: Audit
  readonly cases: Cases
  readonly clock: Clock
  readonly random: Random
}

const bodyPlace = (id: string) => ({ table: 'messages', column: 'sealed_body', row: id })

const toMessage =
  (key: SymmetricKey) =>
  (row: MessageRow): Message => ({
    id: row.id,
    reportId: row.report_id,
    from: row.from_side,
    staffId: row.staff_id,
    sentOn: row.sent_on,
    sentAt: row.sent_at,
    readByReporterOn: row.read_by_reporter_on,
    readByStaff: row.read_by_staff_at !== null,
    readByStaffOn: row.read_by_staff_at === null ? null : dayOf(row.read_by_staff_at),
    body: openField(key, bodyPlace(row.id), row.sealed_body).toString('utf8'),
  })

type Sender = { readonly side: 'reporter' } | { readonly side: 'staff'; readonly id: StaffId }

const write = async (
  { cases, clock, random }: Deps,
  tx: Tx,
  from: Sender,
  { caseId, reportId, key, body, once }: Letter,
): Promise<MessageId | undefined> => {
  await cases.holdLead(tx, caseId)
  const id = random.uuid() as MessageId
  const now = clock()
  const isNew = await insertMessage(tx, {
    id,
    case_id: caseId,
    report_id: reportId,
    from_side: from.side,
    staff_id: from.side === 'staff' ? from.id : null,
    sent_on: dayOf(now),
    sent_at: from.side === 'staff' ? now : null,
    read_by_reporter_on: null,
    read_by_staff_at: null,
    once,
    sealed_body: sealField(key, bodyPlace(id), body),
  })
  return isNew ? id : undefined
}

export const createDialogue = (deps: Deps): Dialogue => ({
  list: async (tx, key, caseId, reportId) =>
    (await listMessageRows(tx, caseId, reportId)).map(toMessage(key)),

  bodiesOf: async (tx, keys) =>
    (await listMessagesOf(tx, [...keys.keys()])).flatMap(row => {
      const key = keys.get(row.case_id)
      if (key === undefined) return []
      const { id, from, body } = toMessage(key)(row)
      return [{ id, from, body, caseId: row.case_id }]
    }),

  fromReporter: async (tx, actor, letter) => {
    const id = await write(deps, tx, { side: 'reporter' }, letter)
    if (id === undefined) return undefined
    const { organisationId } = await deps.cases.get(tx, letter.caseId)
    await deps.cases.markUnread(tx, letter.caseId)
    const { caseId } = letter
    await deps.audit.record(tx, actor, organisationId, { deed: 'message.sent', caseId })
    return id
  },

  fromStaff: async (tx, actor, letter) => {
    const { caseId } = letter
    const id = await write(deps, tx, { side: 'staff', id: actor.id }, letter)
    if (id === undefined) return undefined
    await deps.cases.ensureOfficer(tx, caseId, actor.id)
    await deps.cases.markUnindexed(tx, caseId)
    if (letter.asks === true) await deps.cases.markAsked(tx, caseId)
    await deps.audit.record(tx, actor, actor.organisationId, { deed: 'message.sent', caseId })
    return id
  },

  readByReporter: (tx, reportId) => markReadByReporter(tx, reportId, dayOf(deps.clock())),

  readByStaff: async (tx, caseId) => {
    await markReadByStaff(tx, caseId, deps.clock())
    await deps.cases.markRead(tx, caseId)
  },

  erase: deleteMessages,
})
