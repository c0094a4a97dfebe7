import type { Audit } from '../audit'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { happeningWords } from '../vocabulary/letter-words'
import { isAllowed } from '../vocabulary/permission'
import type { Alert, Which } from './alert'
import { countUnread, listAlerts, markRead, type AlertRow, type Reader } from './alerts.repository'

type Deps = {
  readonly lawbook: Lawbook
  readonly organisations: Pick<Organisations, 'get'>
  readonly audit: Audit
  readonly clock: Clock
}

export type Alerts = {
  /** The person's own, newest first; `next` is where the next page begins. */
  readonly list: (
    tx: Tx,
    actor: StaffActor,
    before: number | undefined,
  ) => Promise<{ readonly alerts: readonly Alert[]; readonly next: number | undefined }>
  /** How many are not read; counting ends at a hundred. */
  readonly count: (tx: Tx, actor: StaffActor) => Promise<number>
  /** Read is read: the second time changes nothing. */
  readonly read: (tx: Tx, actor: StaffActor, which: Which) => Promise<void>
}

const PAGE = 25
const CAP = 100

const readerOf = (actor: StaffActor): Reader => ({
  staffId: actor.id,
  organisationId: actor.organisationId,
  seesAll: actor.duties.includes('intake') || actor.duties.includes('principal'),
  supervises: isAllowed(actor, 'appeal.answer'),
  publishes: isAllowed(actor, 'register.publish'),
})

/** A letter is opened on either side; a case by its own body alone. */
const opensSomething = ({ audience, laid, register_id, oversight_id }: AlertRow): boolean =>
  oversight_id !== null || (audience !== 'supervision' && !laid && register_id === null)

export const createAlerts = ({ lawbook, organisations, audit, clock }: Deps): Alerts => {
  const nameOf = async (tx: Tx, kind: 'deadline-rule' | 'reminder-step', row: AlertRow) => {
    const [code, at] =
      kind === 'reminder-step'
        ? [row.step, { place: '*', on: row.on_day }]
        : [row.rule_code, { place: row.rule_place, on: row.started_on }]
    return (await lawbook.find(tx, kind, code, at))?.data.name ?? code
  }

  const toAlert = async (tx: Tx, row: AlertRow): Promise<Alert> => ({
    ...{ id: row.id, position: row.position, caseId: row.case_id },
    ...{ year: row.year, serial: row.serial, letterId: row.oversight_id },
    // Whoever publishes opens what is published, and no case.
    publishedId: row.audience === 'handlers' ? row.register_id : null,
    opens: opensSomething(row),
    body: (await organisations.get(tx, row.organisation_id)).shortName,
    step: happeningWords(row.step) ?? (await nameOf(tx, 'reminder-step', row)),
    rule: row.oversight_id === null ? await nameOf(tx, 'deadline-rule', row) : '督办函的答复',
    ...{ dueOn: row.due_on, onDay: row.on_day },
    done: row.done_on !== null,
    read: row.read_on !== null,
  })

  return {
    list: async (tx, actor, before) => {
      const rows = await listAlerts(tx, readerOf(actor), { before, limit: PAGE + 1 })
      const alerts: Alert[] = []
      for (const row of rows.slice(0, PAGE)) alerts.push(await toAlert(tx, row))
      return { alerts, next: rows.length > PAGE ? alerts.at(-1)?.position : undefined }
    },
    count: (tx, actor) => countUnread(tx, readerOf(actor), CAP),
    read: async (tx, actor, which) => {
      const fresh = await markRead(tx, actor.id, which, dayOf(clock()))
      if (fresh > 0) await audit.record(tx, actor, actor.organisationId, { deed: 'alert.read' })
    },
  }
}
