import type { Day } from '../platform/clock'
import type { AwardId, ClaimId, DeskId, StaffId } from '../vocabulary/ids'
import type { Fen } from '../vocabulary/money'
import type { IdType } from '../vocabulary/report-answers'
import type { ClaimDoubt } from './claim.rules'

/** Made and checked live: an award has one of them at a time. */
export const claimStates = ['made', 'checked', 'paid', 'returned'] as const
export type ClaimState = (typeof claimStates)[number]

/** Whether the first payee is who the reporter said to be; none: no name was left. */
export const matchAnswers = ['yes', 'no', 'none'] as const
export type MatchAnswer = (typeof matchAnswers)[number]

/** Who comes for somebody else: both papers and the authorisation were seen at the office. */
type Agent = { readonly name: string; readonly idType: IdType; readonly idNumber: string }

/** One of those who share an award, with what of it is theirs. */
export type Payee = {
  readonly name: string
  readonly idType: IdType
  readonly idNumber: string
  /** Digits alone. */
  readonly account: string
  readonly bank: string
  readonly fen: Fen
  readonly agent?: Agent | undefined
}

/** The clear part: made on a day, by nobody who is named. */
export type Claim = {
  readonly id: ClaimId
  readonly awardId: AwardId
  /** What the reporter can quote: twelve random digits. */
  readonly number: string
  readonly way: 'web' | 'office'
  readonly state: ClaimState
  readonly madeOn: Day
  readonly enteredBy: StaffId | null
  readonly matched: MatchAnswer
  readonly payees: number
  /** How much of the award it is for; null: it was made before that was kept. */
  readonly fen: Fen | null
  /** At the office, by somebody who had forgotten the word; false as well where none was set. */
  readonly withoutWord: boolean
  readonly deskId: DeskId
  readonly checkedBy: StaffId | null
  readonly checkedAt: Date | null
  /** Code of lawbook kind `claim-return`. */
  readonly returnGround: string | null
}

export type Confirmation = { readonly doubts: readonly ClaimDoubt[]; readonly why: string }

export type OpenClaim = Claim & {
  readonly shares: readonly Payee[]
  /** How whoever came without the word showed that the report is theirs. */
  readonly noWord: string | undefined
  /** Why it was passed in spite of its doubts. */
  readonly confirmation: string | undefined
}
