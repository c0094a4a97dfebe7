import type { DueDate } from '../deadlines'
import type { Day } from '../platform/clock'
import type { CaseId, OrganisationId } from '../vocabulary/ids'
import type { ReportContent } from '../vocabulary/report-content'

/** Everything that the slip says, besides the code itself. */
export type ReceiptFacts = {
  readonly caseId: CaseId
  readonly organisationId: OrganisationId
  readonly body: string
  readonly label: string
  readonly receivedOn: Day
  readonly identity: ReportContent['identity']
  readonly files: number
  readonly due: DueDate | undefined
  /** How long after a decision the reporter is told, in words; undefined where the law sets nothing. */
  readonly toldWithin: string | undefined
}
