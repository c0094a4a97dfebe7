import type { OpenDesk } from '../desks'
import type { Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type {
  CaseId,
  DraftId,
  InstitutionId,
  OrganisationId,
  ReportId,
  StaffId,
} from '../vocabulary/ids'
import type { CaseState } from './case-course.rules'
import type { CaseEnd } from './case-ends.rules'

/** The clear part of a case: what is needed to route, count and sort, and nothing else. */
export type Case = {
  readonly id: CaseId
  readonly organisationId: OrganisationId
  readonly year: number
  readonly serial: number
  readonly arrival: number
  readonly state: CaseState
  readonly source: string
  readonly regionCode: string | null
  readonly targetKind: string
  readonly behaviour: string
  readonly behaviours: readonly string[]
  readonly institutionId: InstitutionId | null
  readonly receivedOn: Day
  /** null while no clock runs */
  readonly nextDueOn: Day | null
  readonly handlers: number
  readonly unread: number
  /** An officer asked the reporter something that is not answered yet. */
  readonly awaitsReporter: boolean
  /** Looks as if a machine had filled it in; what officers make of it is seen from the state. */
  readonly suspect: boolean
  /** As what it was decided or ended. */
  readonly outcome: CaseEnd | null
  /** Where it goes on once the suspension ends. */
  readonly suspendedFrom: CaseState | null
  /** The case that leads, for one that was merged. */
  readonly mergedInto: CaseId | null
  /** How many steps and extensions wait for a second person. */
  readonly pendingApprovals: number
  /** 督办: a letter of a body above about it is not closed. */
  readonly supervised: boolean
  /** As the list it came with has it. */
  readonly risk: 'high' | 'mid' | 'low' | null
}

export const identityKinds = ['anon', 'anon-claim', 'named'] as const
type IdentityKind = (typeof identityKinds)[number]

/** What a list shows of a case: sealed under the case key. */
export type CaseTitle = {
  readonly target: string
  readonly gist: string
  readonly identity: IdentityKind
  /** 从严保密: the reporter works or worked there. */
  readonly strict: boolean
  /** The reporter has taken the report back; the body may go on with the check. */
  readonly withdrawn?: boolean | undefined
}

/** 核查要点: what officers work from instead of the original. Sealed under the case key. */
export type CaseBrief = {
  readonly target: string
  readonly when: string
  readonly how: string
  readonly amount: string
  readonly where: string
}

/** How the report came: by the reporter's own hand, through an officer, or on a list of clues. */
type CaseSource =
  | 'web'
  | 'hotline'
  | 'visit'
  | 'letter'
  | 'monitoring'
  | 'inspection'
  | 'self-check'
  | 'petition'
  | 'superior'
  | 'police'

export type NewCase = {
  readonly caseId: CaseId
  readonly caseKey: SymmetricKey
  readonly organisationId: OrganisationId
  /** Its intake desk, where the caller has looked it up already. */
  readonly desk?: OpenDesk
  readonly source: CaseSource
  readonly regionCode: string | null
  readonly targetKind: string
  /** Codes of lawbook kind `behaviour`; the first is the one that lists show. Never empty. */
  readonly behaviours: readonly [string, ...string[]]
  readonly institutionId: InstitutionId | null
  readonly receivedOn: Day
  /** When its first clock runs out. */
  readonly nextDueOn?: Day
  readonly title: CaseTitle
  readonly report: NewReport
  readonly suspect?: boolean
}

type NewReport = {
  readonly reportId: ReportId
  readonly draftId: DraftId
  /** Everything that was written, any shape that JSON carries. */
  readonly content: unknown
  readonly publicKey: Buffer
  readonly receiptLookup: Buffer
  /** sealField(wrappingKey, { reports, wrapped_private_key, reportId }, privateKey) */
  readonly wrappedPrivateKey: Buffer
  /** An officer read the code out or printed it: it never opens identity or claim by itself. */
  readonly codeSeenByOfficer?: boolean
  /** Verifier of the claim word; sealed to the reporter key here. */
  readonly claimVerifier?: Buffer
}

export type Officer = {
  readonly staffId: StaffId
  /** The reporter knows the officer by this number. */
  readonly number: number
  readonly handling: boolean
  /** Handles it while that one is away. */
  readonly standsInFor?: StaffId
}
