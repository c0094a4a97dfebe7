import type { Accounts } from '../accounts'
import type { Budget } from '../budget'
import type { Cases } from '../cases'
import type { createCasework } from '../casework'
import type { Deadlines } from '../deadlines'
import type { Desks } from '../desks'
import type { Dialogue } from '../dialogue'
import type { Evidence } from '../evidence'
import type { Filing } from '../filing'
import type { Findings } from '../findings'
import type { createFollowup } from '../followup'
import type { Organisations } from '../organisations'
import type { createLetters } from '../oversight'
import type { Clock } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Random } from '../platform/random'
import type { Proceedings } from '../proceedings'
import type { Receipts } from '../receipts'
import type { createRegister } from '../register'
import type { Registry } from '../registry'
import type { createDecisions } from '../triage'
import type { InstitutionId } from '../vocabulary/ids'
import type { ClaimAnswer } from '../vocabulary/report-answers'
import type { Cast } from './cast.service'
import type { Names } from './names'
import type { StageClock } from './stage-clock'

/** The rooms that a year passes through: the house's own, under a clock that stands where the scene does. */
export type Rooms = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly installation: Installation
  readonly accounts: Accounts
  readonly organisations: Organisations
  readonly registry: Registry
  readonly oversight: ReturnType<typeof createLetters>
  readonly register: ReturnType<typeof createRegister>
  readonly receipts: Receipts
  readonly cases: Cases
  readonly filing: Filing
  readonly evidence: Evidence
  readonly deadlines: Deadlines
  readonly desks: Desks
  readonly dialogue: Dialogue
  readonly followup: ReturnType<typeof createFollowup>
  readonly decisions: ReturnType<typeof createDecisions>
  readonly casework: ReturnType<typeof createCasework>
  readonly proceedings: Proceedings
  readonly findings: Findings
  readonly budget: Budget
}

/** What every scene has at hand. */
export type Stage = {
  readonly rooms: Rooms
  readonly clock: StageClock
  readonly cast: Cast
  readonly names: Names
  readonly institutions: ReadonlyMap<string, InstitutionId>
  /** Of the one claim word that all demonstration reporters chose. */
  readonly claim: ClaimAnswer
}
