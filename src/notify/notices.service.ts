import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { endOfHour } from './mail.rules'
import { insertMarks } from './marks.repository'
import type { Recipient } from './notice'

export type Notices = {
  /**
   * These are to be told that there is something new. Joins the transaction, writes nothing finer than the
   * hour and no job: safe in a reporter's request. Marks of one hour are one mark.
   */
  readonly mark: (tx: Tx, recipients: readonly Recipient[]) => Promise<void>
}

export const createNotices = ({ clock }: { readonly clock: Clock }): Notices => ({
  mark: (tx, recipients) => insertMarks(tx, recipients, endOfHour(clock())),
})
