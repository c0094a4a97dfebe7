import type { Audit } from '../audit'
import type { Desks, Holder } from '../desks'
import type { Notices } from '../notify'
import type { Clock, Day } from '../platform/clock'
import { sealJson, type Installation, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, unavailable } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import { type Case, type NewCase, type Officer } from './case'
import { openCaseKey, openCaseKeys, sealCaseKey, type Recipient } from './case-keys.service'
import { caseLabel } from './case-label.rules'
import { addOfficer, lastDecisions, listDecisions, listOfficers } from './case-officers.repository'
import { actOnCase, isRepeated, type Step } from './case-steps.service'
import { createTexts, titlePlace, type Texts } from './case-texts.service'
import {
  addPending,
  findCase,
  findCaseForUpdate,
  insertCase,
  setNextDues,
  updateCase,
} from './cases.repository'
import { createExclusions, type Exclusions } from './exclusions.service'
import { createFinding, type Finding } from './finding.service'
import { handlerLoads, loadsOf } from './loads.repository'
import { createMerging, type Merging } from './merging.service'
import { insertSealedReport } from './new-report.service'
import { createNews, type News } from './news.service'
import { createPassing, type Passing } from './passing.service'
import {
  countQueues,
  placeInQueue,
  selectQueue,
  type QueueFilters,
  type QueueQuestion,
  type QueueScope,
} from './queue.repository'
import { createReports, type Reports } from './reports.service'
import * as retained from './retained.repository'
import { setReviewBody } from './review-access.repository'
import { createStandIns, type StandIns } from './stand-ins.service'
import { createViewers, type Viewers } from './viewers.service'
import { findReadable, findVisible, scopeOf } from './visibility.service'

export type CasesDeps = {
  readonly audit: Audit
  readonly desks: Desks
  readonly notices: Notices
  readonly installation: Installation
  readonly random: Random
  readonly clock: Clock
}

export type Cases = Reports &
  Finding &
  Exclusions &
  StandIns &
  Texts &
  Merging &
  News &
  Passing &
  Viewers & {
    /**
     * Opens a case for a report: seals the case key to reporter and intake desk and gives the number.
     * Call it late in the transaction, the number's row stays locked until it ends.
     * @throws unavailable `desk.missing` when the organisation has no key-holding intake desk
     */
    readonly create: (tx: Tx, wanted: NewCase) => Promise<{ caseId: CaseId; label: string }>
    /** A step or an extension waits for a second person, or does so no longer. */
    readonly markPending: (tx: Tx, caseId: CaseId, delta: 1 | -1) => Promise<void>
    readonly setNextDue: (tx: Tx, caseId: CaseId, day: Day | null) => Promise<void>
    readonly setNextDues: typeof setNextDues
    readonly find: (tx: Tx, caseId: CaseId) => Promise<Case | undefined>
    readonly get: (tx: Tx, caseId: CaseId) => Promise<Case>
    /** The case, held until the transaction ends: what is read after it does not change under one's hands. */
    readonly lock: (tx: Tx, caseId: CaseId) => Promise<Case>
    /** undefined when this person may not know that it exists */
    readonly findVisible: (tx: Tx, actor: StaffActor, caseId: CaseId) => Promise<Case | undefined>
    /** The same for what a legal reviewer may see too, while the case lies at their desk. */
    readonly findReadable: (tx: Tx, actor: StaffActor, caseId: CaseId) => Promise<Case | undefined>
    /** At whose legal desk the case lies; null takes it back. */
    readonly setReviewBody: typeof setReviewBody
    readonly keyOf: (tx: Tx, holders: readonly Holder[], caseId: CaseId) => Promise<SymmetricKey>
    readonly keysOf: (
      tx: Tx,
      holders: readonly Holder[],
      caseIds: readonly CaseId[],
    ) => Promise<Map<CaseId, SymmetricKey>>
    readonly grant: (tx: Tx, caseId: CaseId, key: SymmetricKey, to: Recipient) => Promise<void>
    /** One step of the state table, with its record; safe to send twice. */
    readonly act: (tx: Tx, actor: StaffActor, caseId: CaseId, step: Step) => Promise<Case>
    /** Whether it was sent before. @throws refused `case.moved-on` when somebody decided in between */
    readonly isRepeated: typeof isRepeated
    /** Whoever speaks to the reporter gets a number by which the reporter knows them. */
    readonly ensureOfficer: (tx: Tx, caseId: CaseId, staffId: StaffId) => Promise<void>
    readonly officersOf: (
      tx: Tx,
      caseIds: readonly CaseId[],
    ) => Promise<(Officer & { readonly caseId: CaseId })[]>
    readonly decisionsOf: typeof listDecisions
    readonly lastDecisionsOf: typeof lastDecisions
    /** Without the cases of which the viewer may not know. */
    readonly handlerLoads: (
      tx: Tx,
      id: OrganisationId,
      viewer: StaffId,
    ) => Promise<Map<StaffId, number>>
    /** The same, with how many of them are overdue or near their day. */
    readonly loadsOf: typeof loadsOf
    readonly scopeOf: (actor: StaffActor) => QueueScope
    readonly listQueue: (tx: Tx, question: QueueQuestion) => Promise<Case[]>
    /** Where a case stands in a list; undefined where it is not in it, or further down than `cap`. */
    readonly placeInQueue: typeof placeInQueue
    readonly countQueues: (
      tx: Tx,
      scope: QueueScope,
      lists: readonly QueueFilters[],
      cap: number,
    ) => Promise<number[]>
    /** Closed cases by their end, for retention; and how the rows of one are destroyed. */
    readonly retained: typeof retained
  }

const insertSealedCase = (tx: Tx, wanted: NewCase): Promise<number> => {
  const { caseId, caseKey, receivedOn } = wanted
  return insertCase(tx, {
    id: caseId,
    organisation_id: wanted.organisationId,
    year: yearOf(receivedOn),
    state: 'received',
    source: wanted.source,
    region_code: wanted.regionCode,
    target_kind: wanted.targetKind,
    behaviour: wanted.behaviours[0],
    behaviours: wanted.behaviours,
    institution_id: wanted.institutionId,
    received_on: receivedOn,
    next_due_on: wanted.nextDueOn ?? 'infinity',
    sealed_title: sealJson(caseKey, titlePlace(caseId), wanted.title),
    suspect: wanted.suspect ?? false,
  })
}

const yearOf = (day: Day): number => Number(day.slice(0, 4))

/** What belongs to the case is sent behind it in one go: the number is locked no longer than it must be. */
const create =
  ({ desks, installation, notices }: CasesDeps): Cases['create'] =>
  async (tx, wanted) => {
    const { caseId, caseKey, organisationId, receivedOn, report } = wanted
    const desk = wanted.desk ?? (await desks.findOpen(tx, organisationId, 'intake'))
    if (desk === undefined) throw unavailable('desk.missing')
    const { deskId: id, version, publicKey } = desk
    const reporter = { kind: 'reporter', id: report.reportId, version: 1 } as const
    const [serial] = await Promise.all([
      insertSealedCase(tx, wanted),
      insertSealedReport(tx, wanted, installation),
      sealCaseKey(
        tx,
        caseId,
        caseKey,
        { ...reporter, publicKey: report.publicKey },
        { kind: 'desk', id, version, publicKey },
      ),
      // What an officer wrote down is no news to the desk.
      ...(wanted.source === 'web' ? [notices.mark(tx, [{ kind: 'intake', organisationId }])] : []),
    ])
    return { caseId, label: caseLabel(yearOf(receivedOn), serial) }
  }

const createParts = (deps: CasesDeps) => ({
  ...createReports(deps),
  ...createFinding(),
  ...createExclusions(deps),
  ...createStandIns(deps),
  ...createTexts(deps),
  ...createMerging(deps),
  ...createNews(deps),
  ...createPassing(deps),
  ...createViewers(deps),
})

export const createCases = (deps: CasesDeps): Cases => ({
  ...createParts(deps),
  create: create(deps),
  markPending: addPending,
  setNextDues,
  setNextDue: (tx, caseId, day) => updateCase(tx, caseId, { next_due_on: day ?? 'infinity' }),
  find: findCase,
  get: async (tx, caseId) => {
    const found = await findCase(tx, caseId)
    if (found === undefined) throw notFound('case')
    return found
  },
  lock: async (tx, caseId) => {
    const found = await findCaseForUpdate(tx, caseId)
    if (found === undefined) throw notFound('case')
    return found
  },
  findVisible,
  findReadable,
  setReviewBody,
  keyOf: openCaseKey,
  keysOf: openCaseKeys,
  grant: sealCaseKey,
  act: actOnCase(deps),
  isRepeated,
  ensureOfficer: async (tx, caseId, staffId) => {
    const known = await listOfficers(tx, [caseId])
    if (known.some(officer => officer.staffId === staffId)) return
    await findCaseForUpdate(tx, caseId)
    const since = deps.clock()
    await addOfficer(tx, { case_id: caseId, staff_id: staffId, handling: false, since })
  },
  officersOf: listOfficers,
  decisionsOf: listDecisions,
  lastDecisionsOf: lastDecisions,
  handlerLoads,
  loadsOf,
  scopeOf,
  listQueue: selectQueue,
  placeInQueue,
  countQueues,
  retained,
})
