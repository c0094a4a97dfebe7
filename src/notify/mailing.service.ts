import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { addJob } from '../platform/jobs/jobs.repository'
import type { Random } from '../platform/random'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import { minutesBefore, nextTry, words } from './mail.rules'
import { takeDueMarks } from './marks.repository'
import type { Delivery, MailId, Post, Recipient } from './notice'
import {
  claimMail,
  insertMail,
  listReady,
  lockSending,
  markCut,
  postponeMail,
  removeMail,
  removeSettled,
  settleMail,
  type Moment,
  type Sending,
} from './outbox.repository'

/** Floors above know the calendar, the people and the law. */
export type MailingDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  /** Absent where nothing is set up to hand mail to: then nobody is told, and nothing piles up. */
  readonly post: Post | undefined
  readonly isOfficeTime: (tx: Tx, moment: Date) => Promise<boolean>
  readonly minutesBetween: (tx: Tx) => Promise<number>
  readonly intakeOf: (tx: Tx, id: OrganisationId) => Promise<readonly StaffId[]>
  /** undefined for who has none, or has left. */
  readonly emailOf: (tx: Tx, id: StaffId) => Promise<string | undefined>
}

type Outcome = Delivery | { readonly result: 'not-now' | 'nobody' | 'unsure' }

export type Mailing = {
  /** Office hours only: marks whose hour is over become mails, mails that are due become jobs. Safe to repeat. */
  readonly round: () => Promise<void>
  /**
   * Sends one mail of the outbox. A process that ends between handing it over and writing that down leaves it
   * to be sent once more; a second such end leaves it, as `unsure`: nobody gets one mail three times.
   */
  readonly send: (id: MailId) => Promise<Outcome>
}

export const MAIL_SEND = 'mail.send'
const DAY_MINUTES = 24 * 60

const momentOf = async (deps: MailingDeps, tx: Tx): Promise<Moment> => {
  const now = deps.clock()
  return { now, since: minutesBefore(now, await deps.minutesBetween(tx)) }
}

const peopleOf = async (
  { intakeOf, emailOf }: MailingDeps,
  tx: Tx,
  recipients: readonly Recipient[],
): Promise<StaffId[]> => {
  const people = new Set<StaffId>()
  for (const one of recipients) {
    const ids = one.kind === 'staff' ? [one.staffId] : await intakeOf(tx, one.organisationId)
    for (const id of ids) people.add(id)
  }
  const reachable: StaffId[] = []
  for (const id of [...people].sort()) if ((await emailOf(tx, id)) !== undefined) reachable.push(id)
  return reachable
}

const round = (deps: MailingDeps) => async (tx: Tx) => {
  const moment = await momentOf(deps, tx)
  const { now } = moment
  await removeSettled(tx, minutesBefore(now, DAY_MINUTES))
  if (!(await deps.isOfficeTime(tx, now))) return
  const recipients = await takeDueMarks(tx, now)
  if (deps.post === undefined) return
  for (const staffId of await peopleOf(deps, tx, recipients))
    await insertMail(tx, { id: deps.random.uuid(), kind: 'news', staffId, dueAt: now })
  for (const id of await listReady(tx, moment))
    await addJob(tx, { task: MAIL_SEND, payload: { id }, key: `${MAIL_SEND} ${id}` })
}

/** Written down before anything leaves the house. */
const claim =
  (deps: MailingDeps, id: MailId) =>
  async (tx: Tx): Promise<Outcome | undefined> => {
    const moment = await momentOf(deps, tx)
    if (!(await deps.isOfficeTime(tx, moment.now))) return { result: 'not-now' }
    if (await claimMail(tx, id, moment)) return undefined
    const left = await lockSending(tx, id)
    if (left === undefined) return { result: 'not-now' }
    if (!left.cut) {
      await markCut(tx, id)
      return undefined
    }
    await settleMail(tx, id, { state: 'sent', at: moment.now })
    return { result: 'unsure' }
  }

const settle = async (
  { clock }: MailingDeps,
  tx: Tx,
  { id, tries, delivery }: Pick<Sending, 'tries'> & { id: MailId; delivery: Delivery },
): Promise<void> => {
  const at = clock()
  if (delivery.result === 'taken') await settleMail(tx, id, { state: 'sent', at })
  else if (delivery.result === 'refused') await settleMail(tx, id, { state: 'refused', at })
  else await postponeMail(tx, id, { tries: tries + 1, dueAt: nextTry(at, tries) })
}

/** The row stays locked while the letter is on its way: no second worker touches it. */
const deliver =
  (deps: MailingDeps, id: MailId, post: Post) =>
  async (tx: Tx): Promise<Outcome> => {
    const mail = await lockSending(tx, id)
    if (mail === undefined) return { result: 'not-now' }
    const to = await deps.emailOf(tx, mail.staff_id)
    if (to === undefined) {
      await removeMail(tx, id)
      return { result: 'nobody' }
    }
    const delivery = await post({ id, to, ...words[mail.kind], date: deps.clock() })
    await settle(deps, tx, { id, tries: mail.tries, delivery })
    return delivery
  }

export const createMailing = (deps: MailingDeps): Mailing => ({
  round: () => deps.db.inTransaction(round(deps)),
  send: async id => {
    const { db, post } = deps
    if (post === undefined) return { result: 'not-now' }
    return (await db.inTransaction(claim(deps, id))) ?? db.inTransaction(deliver(deps, id, post))
  },
})
