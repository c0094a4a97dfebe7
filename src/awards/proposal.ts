import type { Standing } from '../amendments'
import type { Case } from '../cases'
import type { LawEntry } from '../lawbook'
import type { Day } from '../platform/clock'
import type { Fen } from '../vocabulary/money'
import type { Award, AwardGrounds, AwardShare, OpenAward, SummaryLine } from './award'
import type { FindingSeen } from './awards-deps'

export type ProposalWish = Omit<AwardGrounds, 'version'> & {
  readonly once: string
  readonly decision: string
  /** Of the fund's loss, what this report's facts account for; a fixed sum where nothing was lost. */
  readonly basis: Fen
  readonly grade: string
  readonly subject: '' | 'unit' | 'individual'
  readonly insider: boolean
  readonly rate: string
}

/** Why nothing can be proposed now; '' where it can. */
export type ProposalBar =
  | ''
  | 'award.not-decided'
  | 'award.ended'
  | 'award.no-rule'
  | 'award.earlier-first'
  | 'award.running'
  | 'award.no-finance'
  | 'award.not-yours'

/** A clock of the matter: until when, and when it was done. */
export type RewardDay = {
  readonly what: 'start' | 'notice'
  readonly dueOn: Day
  readonly provisional: boolean
  readonly doneOn: Day | null
}

/** What a proposal is written and judged by: law, finding, rank, and what the reporter wishes. */
export type ProposalFrame = {
  readonly found: Case
  readonly lead: Case
  readonly finding: FindingSeen | undefined
  readonly standing: Standing
  readonly rule: LawEntry<'reward-rule'> | undefined
  /** Rules that hold there and that nobody has confirmed. */
  readonly passedOver: readonly LawEntry<'reward-rule'>[]
  readonly tests: readonly LawEntry<'reward-test'>[]
  /** Counted from 1, by acceptance; and of how many. */
  readonly rank: number
  readonly reports: number
  readonly share: AwardShare
  /** Of the matter, for other reports. */
  readonly others: readonly Award[]
  /** Of the loss, what no award has taken yet. */
  readonly left: Fen
  /** Until when each report of the matter is to be answered, and told so. */
  readonly days: readonly RewardDay[]
  readonly bar: ProposalBar
}

/** What a proposal would come to. */
export type ProposalSum = { readonly fen: Fen; readonly lines: readonly SummaryLine[] }

/** A case's own page of rewards. */
export type CaseAwards = ProposalFrame & {
  readonly awards: readonly (OpenAward & { readonly grounds: AwardGrounds })[]
}
