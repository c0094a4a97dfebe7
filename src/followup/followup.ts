import type { Amendment, Amendments, Standing } from '../amendments'
import type { Appeals, OpenAppeal } from '../appeals'
import type { Audit, AuditEntry } from '../audit'
import type { Awards, OpenAward } from '../awards'
import type { Case, Cases, CaseState, Officer } from '../cases'
import type { Deadlines, Lamp, ReporterClock } from '../deadlines'
import type { Dialogue, Message } from '../dialogue'
import type { Evidence } from '../evidence'
import type { Filing } from '../filing'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import type { OpenClaim, Payouts, ToldClawback } from '../payouts'
import type { Clock, Day } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Random } from '../platform/random'
import type { Receipts } from '../receipts'
import type { ReporterGuard } from '../sessions'
import type { Deed } from '../vocabulary/deeds'
import type { IdentityField } from '../vocabulary/identity-fields'
import type { ReportId } from '../vocabulary/ids'
import type { Followup } from './followup.service'

/** What the pages of the way back stand on. */
export type FollowupDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly audit: Audit
  readonly lawbook: Lawbook
  readonly receipts: Receipts
  readonly organisations: Organisations
  readonly cases: Cases
  readonly deadlines: Deadlines
  readonly dialogue: Dialogue
  readonly evidence: Evidence
  readonly amendments: Amendments
  readonly appeals: Appeals
  readonly filing: Filing
  readonly awards: Pick<Awards, 'told'>
  readonly payouts: Payouts
  readonly guard: ReporterGuard
  readonly followup: Followup
}

/** Somebody asked to see, or saw, who this reporter is. */
export type IdentityLook = {
  readonly onDay: Day
  readonly deed: Deed
  readonly actorId: string | null
  readonly fields: readonly IdentityField[]
  /** In the words for the reporter; '' when the ground is not the law book's. */
  readonly told: string
}

/** Of the case that leads: where it stands and the steps that were taken; nothing that anybody wrote. */
export type Lead = {
  readonly state: CaseState
  readonly steps: readonly AuditEntry[]
}

/** What the page of a report tells. */
export type FollowFacts = {
  readonly found: Case
  /** The case that goes on with it, where it was merged, and what happened there since that concerns everybody. */
  readonly lead: Lead | undefined
  readonly reportId: ReportId
  readonly standing: Standing
  /** The reporter's own changes, oldest first. */
  readonly amendments: readonly Amendment[]
  readonly appeals: readonly OpenAppeal[]
  /** What was told of a reward, and of asking it back. */
  readonly award: OpenAward | undefined
  readonly clawback: ToldClawback | undefined
  /** Whether there is a desk above that a new one could be laid before. */
  readonly above: boolean
  readonly due:
    (ReporterClock & { readonly lamp: Lamp; readonly workingDaysLeft: number }) | undefined
  readonly messages: readonly Message[]
  readonly officers: readonly Officer[]
  readonly deeds: readonly AuditEntry[]
  readonly files: number
  /** Who asked to see, or saw, who the reporter is; nothing of it for a code that an officer has seen. */
  readonly identityLooks: readonly IdentityLook[]
  /** Whether an officer has seen the code that opened this, and what became of it. */
  readonly code: 'own' | 'seen' | 'replaced'
  readonly once: string
  readonly limits: { readonly message: number; readonly idle: number }
}

/** What was decided and told, in the reporter's words. */
export type Decided = { readonly id: string; readonly name: string; readonly madeOn: Day }

/** A decision that the reporter may object to, and until when. */
export type Objectable = Decided & {
  /** The last day for an objection, by the law book's `OBJECTION`. */
  readonly until: Day
  readonly ended: boolean
  readonly objection: OpenAppeal | undefined
}

/** How long the fields of a call for protection may be. */
export type CallLimits = { readonly text: number; readonly when: number; readonly reach: number }

/** What a reporter was told of a reward, and how far its payment is. */
export type ClaimFacts = {
  readonly award: OpenAward | undefined
  readonly clawback: ToldClawback | undefined
  readonly left: bigint
  /** The living one first, then what was returned, newest first. */
  readonly claims: readonly OpenClaim[]
  /** Whether a claim word was left; who gave a name has none. */
  readonly hasWord: boolean
  /** An officer has heard the code: the office instead. */
  readonly atOffice: boolean
  /** Why it was refused, why what was typed went back, why it is asked back; ''. */
  readonly against: string
  readonly returned: string
  readonly askedBack: string
  /** Of the living claim: shares, from 0, that did not arrive and are not being paid again yet. */
  readonly bounced: readonly number[]
  readonly today: Day
}
