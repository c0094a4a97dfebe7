import {
  createAccounts,
  createAttempts,
  createEnrolment,
  createEntrance,
  createFactorResets,
  createOwnAccount,
  createPasskeys,
  createRecovery,
  createRecoveryCodes,
  createRecoverStaff,
  createSecondFactor,
  createSignIn,
  passkeySiteOf,
} from '../accounts'
import { createAmendments } from '../amendments'
import { createAppeals } from '../appeals'
import { createAudit, createChecks, createKeeping, createRecord, type Audit } from '../audit'
import { createAuditDesk, createExports } from '../auditing'
import { createCaseNumbers, createCases } from '../cases'
import { createCasework } from '../casework'
import { createDeadlines, createOfficeHours, type Deadlines } from '../deadlines'
import { createDesks } from '../desks'
import { createDialogue } from '../dialogue'
import { createEvidence } from '../evidence'
import { createFiling } from '../filing'
import { createFollowup } from '../followup'
import { createIntake } from '../intake'
import { createLawbook, type Lawbook } from '../lawbook'
import { createMasking, createUnmasking } from '../masking'
import { choosePost, createMailing, createNotices } from '../notify'
import { createOrganisations, createTree, type Organisations } from '../organisations'
import type { Blobs } from '../platform/blobs'
import { dayOf, type Clock } from '../platform/clock'
import type { Config } from '../platform/config'
import type { Installation } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { diskOf } from '../platform/disk'
import { createCookies } from '../platform/http/cookies'
import { createLog } from '../platform/log'
import type { Random } from '../platform/random'
import { createReceipts, createResumeCodes } from '../receipts'
import { createReception } from '../reception'
import { createInstitutionImport, createRegistry } from '../registry'
import { createRetention } from '../retention'
import { createRotation, createSecrets } from '../rotation'
import { createSearch } from '../search'
import { createReporterGuard, createSessions, type VisitLimits } from '../sessions'
import { createStatisticsReports } from '../statistics'
import { createSupervision } from '../supervision'
import { createBrakes, createCounters } from '../throttle'
import { createQueue, createQueueOptions, readListAddress } from '../triage'
import { buildAssignmentRooms } from './assignment-rooms'
import { buildClockRooms } from './clock-rooms'
import { buildCourseRooms } from './course-rooms'
import { erasersOf } from './erasers'
import { buildApprovedRooms, buildFileRooms } from './file-rooms'
import { buildIdentity, buildIdentityJourneys } from './identity-rooms'
import { lettersOf } from './letters'
import { buildListRooms } from './list-rooms'
import { buildProvinceRooms } from './province-rooms'
import { resealersOf } from './resealers'
import { buildRewardRooms } from './reward-rooms'
import { buildRosterRooms } from './roster-rooms'
import { buildStaffing } from './staffing'
import { reportOnce } from './unproved'
import { vouchedColumns } from './vouched'

/** What the house stands on. Tests bring their own database, clock and folder; nothing else differs. */
export type Ground = {
  readonly config: Config
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly blobs: Blobs
  readonly installation: Installation
}

const MINUTES_A_DAY = 24 * 60

/** A reporter's row outlives the idle limit: a draft put aside waits in it for as long as drafts do. */
const visitLimits =
  (lawbook: Lawbook, clock: Clock) =>
  async (tx: Tx): Promise<VisitLimits> => {
    const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
    return { idle: limits['wizard.idle-minutes'], kept: limits['draft.days'] * MINUTES_A_DAY }
  }

type RecordDeps = Ground & {
  readonly audit: Audit
  readonly lawbook: Lawbook
  readonly organisations: Organisations
}

/** What is done with the record of deeds as a whole: verified, kept for as long as the law wants, purged. */
const buildRecord = (deps: RecordDeps) => {
  const { clock, lawbook, organisations } = deps
  const keepMonths = async (tx: Tx) =>
    (await lawbook.limits(tx, { place: '*', on: dayOf(clock()) }))['record.keep-months']
  const siteOf = async (tx: Tx) => (await organisations.site(tx)).organisationId
  return {
    record: createRecord(),
    checks: createChecks(deps),
    keeping: createKeeping({ ...deps, keepMonths, siteOf }),
  }
}

const buildLowerFloors = (ground: Ground) => {
  const { config, db, clock, random, installation } = ground
  const cookies = createCookies(config)
  const audit = createAudit({ clock, installation })
  const lawbook = createLawbook({ clock })
  const sessions = createSessions({ random, clock })
  const organisations = createOrganisations({ clock })
  const registry = createRegistry()
  const institutionImport = createInstitutionImport({ registry, lawbook, clock })
  const receipts = createReceipts({ installation, random })
  const resumeCodes = createResumeCodes({ installation, random })
  const visits = createReporterGuard({
    db,
    sessions,
    installation,
    cookies,
    clock,
    limits: visitLimits(lawbook, clock),
  })
  const counters = createCounters({ db, clock, random, installation })
  const brakes = createBrakes({ config, db, clock, lawbook, counters })
  const accounts = createAccounts({ installation, sessions, audit, random, clock })
  const recovery = createRecovery({ installation, audit, clock })
  const onUnproved = reportOnce(createLog({ times: 'day', side: 'staff' }))
  const desks = createDesks({
    ...{ installation, accounts, organisations, audit, random, clock },
    onUnproved,
  })
  const notices = createNotices({ clock })
  const record = buildRecord({ ...ground, audit, lawbook, organisations })
  const low = { ...ground, notices, cookies, audit, ...record, lawbook, sessions, organisations }
  const more = { registry, institutionImport, receipts, resumeCodes, visits, counters, brakes }
  return { ...low, ...more, accounts, recovery, desks }
}

type LowerFloors = ReturnType<typeof buildLowerFloors>

/** The staff entrance: two proofs, then the keys of the desks. */
const buildEntrance = (low: LowerFloors) => {
  const { installation, clock, random, audit, desks } = low
  const attempts = createAttempts({ clock, random, attemptsKey: installation.throttleKey })
  const recoveryCodes = createRecoveryCodes(low)
  const passkeys = createPasskeys({ ...low, passkeySite: passkeySiteOf(low.config.staffUrl) })
  const secondFactor = createSecondFactor({ clock, audit, attempts, recoveryCodes, passkeys })
  const proofs = { attempts, secondFactor, recoveryCodes, passkeys }
  const deps = { ...low, ...proofs, onSignedIn: desks.ensureForMember }
  return {
    secondFactor,
    passkeys,
    factorResets: createFactorResets({ ...deps, tree: createTree(low) }),
    ownAccount: createOwnAccount(deps),
    recoverStaff: createRecoverStaff({ ...low, recoveryCodes }),
    entrance: createEntrance(low),
    signIn: createSignIn(deps),
    enrolment: createEnrolment(deps),
  }
}

/** Mail is handed over by a room near the ground; who is told, where and when is known further up. */
const buildMailing = (low: LowerFloors, deadlines: Deadlines) => {
  const { config, db, clock, random, lawbook, accounts } = low
  return createMailing({
    ...{ db, clock, random, post: choosePost(config) },
    isOfficeTime: createOfficeHours({ lawbook, deadlines }).isOpen,
    minutesBetween: async tx =>
      (await lawbook.limits(tx, { place: '*', on: dayOf(clock()) }))['mail.minutes-between'],
    intakeOf: async (tx, id) => (await accounts.listActive(tx, id, 'intake')).map(one => one.id),
    emailOf: accounts.emailOf,
  })
}

/** The auditor's desk. */
const buildAuditing = (low: LowerFloors) => {
  const auditDesk = createAuditDesk({ ...low, caseNumbers: createCaseNumbers() })
  return { auditDesk, exports: createExports({ ...low, auditDesk }) }
}

const buildUpperFloors = (low: LowerFloors) => {
  const { config } = low
  const cases = createCases(low)
  const deadlines = createDeadlines({ ...low, cases })
  const dialogue = createDialogue({ ...low, cases })
  const limits = { fileBytes: config.fileLimitBytes, files: config.filesPerReport }
  const disk = diskOf(config)
  const evidence = createEvidence({ ...low, limits, disk })
  const masking = createMasking({ ...low, cases, letters: lettersOf({ dialogue, evidence }) })
  const identity = buildIdentity({ ...low, cases })
  const mailing = buildMailing(low, deadlines)
  const amendments = createAmendments({ ...low, cases })
  const appeals = createAppeals({ ...low, cases, deadlines })
  const middle = {
    ...low,
    mailing,
    cases,
    deadlines,
    dialogue,
    evidence,
    masking,
    ...identity,
    amendments,
    appeals,
  }
  const search = createSearch(middle)
  const course = buildCourseRooms({ ...middle, handOn: search.handOn })
  const { proceedings, register } = course
  const filing = createFiling({ ...middle, demonstration: config.demonstration })
  const intake = createIntake({ ...middle, filing })
  const reception = createReception({ ...middle, filing })
  const followup = createFollowup(middle)
  const queue = createQueue({ ...middle, search, readAddress: readListAddress })
  const assigning = buildAssignmentRooms({ ...middle, proceedings })
  const lists = buildListRooms({ ...middle, ...assigning, filing })
  const rewards = buildRewardRooms({ ...middle, ...course, ...lists })
  return {
    ...middle,
    search,
    ...course,
    filing,
    intake,
    reception,
    followup,
    queue,
    queueOptions: createQueueOptions(middle),
    ...assigning,
    ...buildAuditing(low),
    casework: createCasework({ ...middle, proceedings }),
    supervision: createSupervision({ ...middle, ...rewards }),
    ...buildClockRooms({ ...middle, ...course }),
    ...buildProvinceRooms({ ...middle, proceedings, register, search }),
    ...buildRosterRooms(middle),
    ...lists,
    ...rewards,
    ...buildFileRooms({ ...middle, ...course }),
  }
}

/** Builds every room once, from the ground floor up. Read it as the list of what depends on what. */
export const createHouse = (ground: Ground) => {
  const low = buildLowerFloors(ground)
  const upper = buildUpperFloors(low)
  const retention = createRetention({ ...upper, erasers: erasersOf(upper) })
  const rotation = createRotation({ ...upper, resealers: resealersOf(low) })
  const secrets = createSecrets({ ...upper, vouched: vouchedColumns })
  const entrance = buildEntrance(low)
  const journeys = buildIdentityJourneys(upper)
  const unmasking = createUnmasking({ ...upper, ...entrance })
  const staffing = buildStaffing(upper, [upper.search.release])
  return {
    ...upper,
    ...entrance,
    statisticsReports: createStatisticsReports({ ...upper, ...entrance }),
    ...staffing,
    retention,
    rotation,
    secrets,
    unmasking,
    ...buildApprovedRooms({ ...upper, ...entrance }),
    ...journeys,
  }
}

export type House = ReturnType<typeof createHouse>
