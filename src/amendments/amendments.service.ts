import { z } from 'zod'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import { dayOf, type Clock, type Day } from '../platform/clock'
import { openJson, sealJson, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { ReporterActor } from '../vocabulary/actor'
import type { CaseId, ReportId } from '../vocabulary/ids'
import {
  amended,
  amendments,
  standingOf,
  type AmendmentKind,
  type Standing,
} from './amendment.rules'
import { deleteAmendments, insertAmendment, listAmendmentRows } from './amendments.repository'

export type Amendment = {
  readonly reportId: ReportId
  readonly madeOn: Day
  readonly kind: AmendmentKind
}

type Change = {
  readonly caseId: CaseId
  readonly key: SymmetricKey
  readonly kind: AmendmentKind
  /** The form's own number (UUID): sent twice it changes once. */
  readonly once: string
}

export type Amendments = {
  /** Oldest first, every report of the case. */
  readonly list: (tx: Tx, key: SymmetricKey, caseId: CaseId) => Promise<Amendment[]>
  /** What was reported, and how things stand after every change since. */
  readonly standingOf: (
    tx: Tx,
    key: SymmetricKey,
    report: { readonly caseId: CaseId; readonly reportId: ReportId },
  ) => Promise<Standing>
  /**
   * Records the change, sealed, shows it in the lists of those who hold the key, and tells them that there is
   * something new. Call it last: false when it was so already, and then nothing was written.
   */
  readonly make: (tx: Tx, actor: ReporterActor, change: Change) => Promise<boolean>
  /** Retention: every change in the case. */
  readonly erase: (tx: Tx, caseId: CaseId) => Promise<void>
}

type Deps = {
  readonly audit: Audit
  readonly cases: Cases
  readonly clock: Clock
  readonly random: Random
}

const Sealed = z.object({ version: z.literal(1), kind: z.enum(amendments) })
const Told = z.object({
  identity: z.enum(['anon', 'anon-claim', 'named']),
  contactOk: z.enum(['', 'yes', 'no']).catch(''),
})

const changePlace = (id: string) => ({
  table: 'report_amendments',
  column: 'sealed_change',
  row: id,
})

const list: Amendments['list'] = async (tx, key, caseId) =>
  (await listAmendmentRows(tx, caseId)).map(row => ({
    reportId: row.report_id,
    madeOn: row.made_on,
    kind: Sealed.parse(openJson(key, changePlace(row.id), row.sealed_change)).kind,
  }))

/** Every report of the case, as it stands. */
const standings = async ({ cases }: Deps, tx: Tx, key: SymmetricKey, caseId: CaseId) => {
  const made = await list(tx, key, caseId)
  const reports = await cases.contentsOf(tx, key, caseId)
  return new Map(
    reports.map(({ reportId, content }) => [
      reportId,
      standingOf(
        Told.parse(content),
        made.filter(one => one.reportId === reportId).map(({ kind }) => kind),
      ),
    ]),
  )
}

/** A list names one reporter's way of reporting; it is named as soon as one gave a name. */
const titleOf = (all: readonly Standing[]) => {
  const named = all.some(({ identity }) => identity === 'named')
  return {
    ...(named ? ({ identity: 'named' } as const) : {}),
    withdrawn: all.every(({ withdrawn }) => withdrawn),
  }
}

const make =
  (deps: Deps): Amendments['make'] =>
  async (tx, actor, { caseId, key, kind, once }) => {
    const { reportId } = actor
    await deps.cases.holdLead(tx, caseId)
    const { organisationId } = await deps.cases.lock(tx, caseId)
    const all = await standings(deps, tx, key, caseId)
    const before = all.get(reportId)
    const after = before === undefined ? undefined : amended(before, kind)
    if (after === undefined) return false
    const id = deps.random.uuid()
    const isNew = await insertAmendment(tx, {
      id,
      case_id: caseId,
      report_id: reportId,
      made_on: dayOf(deps.clock()),
      once,
      sealed_change: sealJson(key, changePlace(id), { version: 1, kind }),
    })
    if (!isNew) return false
    await deps.cases.retitle(tx, key, caseId, titleOf([...all.set(reportId, after).values()]))
    await deps.cases.markUnread(tx, caseId)
    await deps.audit.record(tx, actor, organisationId, { deed: 'report.amended', caseId })
    return true
  }

export const createAmendments = (deps: Deps): Amendments => ({
  list,
  standingOf: async (tx, key, { caseId, reportId }) => {
    const standing = (await standings(deps, tx, key, caseId)).get(reportId)
    if (standing === undefined) throw new Error('the report is not in the case')
    return standing
  },
  make: make(deps),
  erase: deleteAmendments,
})
