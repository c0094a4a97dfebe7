import type { Audit } from '../audit'
import type { Desks, Holder } from '../desks'
import type { Notices, Recipient as ToBeTold } from '../notify'
import type { Clock, Day } from '../platform/clock'
import { openJson, sealJson, type Installation, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, unavailable } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import { type Case, type CaseBrief, type CaseTitle, type NewCase, type Officer } from './case'
import { openCaseKey, openCaseKeys, sealCaseKey, type Recipient } from './case-keys.service'
import { addOfficer, handlerLoads, listDecisions, listOfficers } from './case-officers.repository'
import { actOnCase, type Step } from './case-steps.service'
import { caseLabel } from './case.rules'
import {
  addUnread,
  findCase,
  findCaseForUpdate,
  insertCase,
  sealedBrief,
  sealedTitles,
  updateCase,
} from './cases.repository'
import { createExclusions, type Exclusions } from './exclusions.service'
import { createFinding, type Finding } from './finding.service'
import { insertSealedReport } from './new-report.service'
import {
  countQueues,
  selectQueue,
  type QueueFilters,
  type QueueQuestion,
  type QueueScope,
} from './queue.repository'
import { createReports, type Reports } from './reports.service'
import * as retained from './retained.repository'
import { BriefSchema, TitleSchema } from './sealed-shapes'
import { createStandIns, type StandIns } from './stand-ins.service'
import { findVisible, scopeOf } from './visibility.service'

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
  StandIns & {
    /**
     * Opens a case for a report: seals the case key to reporter and intake desk and gives the number.
     * Call it late in the transaction, the number's row stays locked until it ends.
     * @throws unavailable `desk.missing` when the organisation has no key-holding intake desk
     */
    readonly create: (tx: Tx, wanted: NewCase) => Promise<{ caseId: CaseId; label: string }>
    readonly setNextDue: (tx: Tx, caseId: CaseId, day: Day | null) => Promise<void>
    readonly find: (tx: Tx, caseId: CaseId) => Promise<Case | undefined>
    readonly get: (tx: Tx, caseId: CaseId) => Promise<Case>
    /** The case, held until the transaction ends: what is read after it does not change under one's hands. */
    readonly lock: (tx: Tx, caseId: CaseId) => Promise<Case>
    /** undefined when this person may not know that it exists */
    readonly findVisible: (tx: Tx, actor: StaffActor, caseId: CaseId) => Promise<Case | undefined>
    readonly keyOf: (tx: Tx, holders: readonly Holder[], caseId: CaseId) => Promise<SymmetricKey>
    readonly keysOf: (
      tx: Tx,
      holders: readonly Holder[],
      caseIds: readonly CaseId[],
    ) => Promise<Map<CaseId, SymmetricKey>>
    readonly titlesOf: (
      tx: Tx,
      keys: ReadonlyMap<CaseId, SymmetricKey>,
    ) => Promise<Map<CaseId, CaseTitle>>
    /** The sealed line of the lists, changed; the caller holds the lock on the case. Tells and records nothing. */
    readonly retitle: (
      tx: Tx,
      key: SymmetricKey,
      caseId: CaseId,
      change: Partial<Pick<CaseTitle, 'target' | 'identity' | 'withdrawn'>>,
    ) => Promise<void>
    readonly briefOf: (tx: Tx, key: SymmetricKey, caseId: CaseId) => Promise<CaseBrief | undefined>
    readonly saveBrief: (
      tx: Tx,
      actor: StaffActor,
      caseId: CaseId,
      brief: { readonly key: SymmetricKey; readonly text: CaseBrief },
    ) => Promise<void>
    readonly grant: (tx: Tx, caseId: CaseId, key: SymmetricKey, to: Recipient) => Promise<void>
    /** One step of the state table, with its record; safe to send twice. */
    readonly act: (tx: Tx, actor: StaffActor, caseId: CaseId, step: Step) => Promise<Case>
    /** Whoever speaks to the reporter gets a number by which the reporter knows them. */
    readonly ensureOfficer: (tx: Tx, caseId: CaseId, staffId: StaffId) => Promise<void>
    readonly officersOf: (
      tx: Tx,
      caseIds: readonly CaseId[],
    ) => Promise<(Officer & { readonly caseId: CaseId })[]>
    readonly decisionsOf: typeof listDecisions
    /** Without the cases of which the viewer may not know. */
    readonly handlerLoads: (
      tx: Tx,
      id: OrganisationId,
      viewer: StaffId,
    ) => Promise<Map<StaffId, number>>
    readonly scopeOf: (actor: StaffActor) => QueueScope
    readonly listQueue: (tx: Tx, question: QueueQuestion) => Promise<Case[]>
    readonly countQueues: (
      tx: Tx,
      scope: QueueScope,
      lists: readonly QueueFilters[],
      cap: number,
    ) => Promise<number[]>
    /**
     * A reporter wrote or added something: the queue shows it until an officer has read it, and those who
     * handle the case are told that there is something new; before there are any, the intake desk.
     */
    readonly markUnread: (tx: Tx, caseId: CaseId) => Promise<void>
    readonly markRead: (tx: Tx, caseId: CaseId) => Promise<void>
    /** A question went to the reporter: the queue shows what waits for an answer. */
    readonly markAsked: (tx: Tx, caseId: CaseId) => Promise<void>
    /** Closed cases by their end, for retention; and how the rows of one are destroyed. */
    readonly retained: typeof retained
  }

const titlePlace = (caseId: CaseId) => ({ table: 'cases', column: 'sealed_title', row: caseId })
const briefPlace = (caseId: CaseId) => ({ table: 'cases', column: 'sealed_brief', row: caseId })

const openTitles = async (
  tx: Tx,
  keys: ReadonlyMap<CaseId, SymmetricKey>,
): Promise<Map<CaseId, CaseTitle>> => {
  const sealed = await sealedTitles(tx, [...keys.keys()])
  const titles = new Map<CaseId, CaseTitle>()
  for (const [caseId, key] of keys) {
    const title = sealed.get(caseId)
    if (title !== undefined)
      titles.set(caseId, TitleSchema.parse(openJson(key, titlePlace(caseId), title)))
  }
  return titles
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

const concerned = async (tx: Tx, caseId: CaseId): Promise<ToBeTold[]> => {
  const handlers = (await listOfficers(tx, [caseId])).filter(({ handling }) => handling)
  if (handlers.length > 0) return handlers.map(({ staffId }) => ({ kind: 'staff', staffId }))
  const found = await findCase(tx, caseId)
  return found === undefined ? [] : [{ kind: 'intake', organisationId: found.organisationId }]
}

const createParts = (deps: CasesDeps) => ({
  ...createReports(deps),
  ...createFinding(),
  ...createExclusions(deps),
  ...createStandIns(deps),
})

export const createCases = (deps: CasesDeps): Cases => ({
  ...createParts(deps),
  create: create(deps),
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
  keyOf: openCaseKey,
  keysOf: openCaseKeys,
  titlesOf: openTitles,
  retitle: async (tx, key, caseId, change) => {
    const title = (await openTitles(tx, new Map([[caseId, key]]))).get(caseId)
    if (title === undefined) throw notFound('case')
    const sealed = sealJson(key, titlePlace(caseId), { ...title, ...change })
    await updateCase(tx, caseId, { sealed_title: sealed })
  },
  briefOf: async (tx, key, caseId) => {
    const sealed = await sealedBrief(tx, caseId)
    return sealed === null
      ? undefined
      : BriefSchema.parse(openJson(key, briefPlace(caseId), sealed))
  },
  saveBrief: async (tx, actor, caseId, { key, text }) => {
    const sealed = sealJson(key, briefPlace(caseId), text)
    await updateCase(tx, caseId, { sealed_brief: sealed, indexed: false })
    await deps.audit.record(tx, actor, actor.organisationId, { deed: 'brief.saved', caseId })
  },
  grant: sealCaseKey,
  act: actOnCase(deps),
  ensureOfficer: async (tx, caseId, staffId) => {
    const known = await listOfficers(tx, [caseId])
    if (known.some(officer => officer.staffId === staffId)) return
    await findCaseForUpdate(tx, caseId)
    const since = deps.clock()
    await addOfficer(tx, { case_id: caseId, staff_id: staffId, handling: false, since })
  },
  officersOf: listOfficers,
  decisionsOf: listDecisions,
  handlerLoads,
  scopeOf,
  listQueue: selectQueue,
  countQueues,
  markUnread: async (tx, caseId) => {
    await addUnread(tx, caseId)
    await deps.notices.mark(tx, await concerned(tx, caseId))
  },
  markRead: (tx, caseId) => updateCase(tx, caseId, { unread: 0 }),
  markAsked: (tx, caseId) => updateCase(tx, caseId, { awaits_reporter: true }),
  retained,
})
