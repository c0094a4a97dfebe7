import type { Notices, Recipient } from '../notify'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import { listOfficers } from './case-officers.repository'
import { addUnread, countOneMore, findCase, updateCase } from './cases.repository'
import { carryUnread, holdLead, settleUnread } from './merged.repository'

/** What a reporter sent and nobody has read, and what is waited for. Of a merged case it counts in the leading one too. */
export type News = {
  /**
   * A reporter wrote or added something: the queue shows it until an officer has read it, and those who
   * handle the case are told that there is something new; before there are any, the intake desk.
   */
  readonly markUnread: (tx: Tx, caseId: CaseId) => Promise<void>
  readonly markRead: (tx: Tx, caseId: CaseId) => Promise<void>
  /** A question went to the reporter: the queue shows what waits for an answer. */
  readonly markAsked: (tx: Tx, caseId: CaseId) => Promise<void>
  /** What is unread in it counts in the leading case from now on. Before its own followers move along. */
  readonly carryUnread: (tx: Tx, caseId: CaseId, lead: CaseId) => Promise<void>
}

const concerned = async (tx: Tx, caseId: CaseId): Promise<Recipient[]> => {
  const handlers = (await listOfficers(tx, [caseId])).filter(({ handling }) => handling)
  if (handlers.length > 0) return handlers.map(({ staffId }) => ({ kind: 'staff', staffId }))
  const found = await findCase(tx, caseId)
  return found === undefined ? [] : [{ kind: 'intake', organisationId: found.organisationId }]
}

export const createNews = ({ notices }: { readonly notices: Notices }): News => ({
  markUnread: async (tx, caseId) => {
    const lead = await holdLead(tx, caseId)
    if (lead !== undefined) await countOneMore(tx, lead)
    await addUnread(tx, caseId)
    await notices.mark(tx, await concerned(tx, lead ?? caseId))
  },
  markRead: settleUnread,
  markAsked: async (tx, caseId) => {
    const lead = await holdLead(tx, caseId)
    for (const id of lead === undefined ? [caseId] : [lead, caseId])
      await updateCase(tx, id, { awaits_reporter: true })
  },
  carryUnread: async (tx, caseId, lead) => {
    await carryUnread(tx, caseId, lead)
    await notices.mark(tx, await concerned(tx, lead))
  },
})
