import { eraseAwards } from '../awards'
import { eraseBatchRows } from '../batches'
import { eraseMoves } from '../calendar'
import type { Cases } from '../cases'
import { eraseDocuments } from '../documents'
import { eraseDraws } from '../draws'
import type { Evidence } from '../evidence'
import { eraseFindings } from '../findings'
import { eraseHandings } from '../handing'
import { eraseRequests } from '../identity'
import { eraseReasons } from '../ledger'
import { eraseReviews } from '../legal'
import { eraseMasks } from '../masking'
import { eraseLetters } from '../oversight'
import type { Tx } from '../platform/db/transaction'
import { eraseEntries } from '../register'
import { eraseReminders } from '../reminders'
import type { Eraser } from '../retention'
import type { Search } from '../search'
import { eraseTransfers } from '../transfers'
import { eraseBulkItems } from '../triage'
import type { CaseId, ReportId } from '../vocabulary/ids'

type OfCase = { readonly erase: (tx: Tx, caseId: CaseId) => Promise<void> }
type OfReports = { readonly erase: (tx: Tx, reportIds: readonly ReportId[]) => Promise<void> }

type Rooms = {
  readonly cases: Pick<Cases, 'forgetViewers'>
  readonly search: Pick<Search, 'forget'>
  readonly evidence: Pick<Evidence, 'erase'>
  readonly investigation: OfCase
  readonly dialogue: OfCase
  readonly amendments: OfCase
  readonly appeals: OfCase
  readonly deadlines: OfCase
  readonly proceedings: OfCase
  readonly identities: OfReports
  readonly reception: OfReports
}

const ofCase =
  ({ erase }: OfCase): Eraser =>
  async (tx, { caseId }) => {
    await erase(tx, caseId)
    return []
  }

const ofReports =
  ({ erase }: OfReports): Eraser =>
  async (tx, { reportIds }) => {
    await erase(tx, reportIds)
    return []
  }

/**
 * Every room that keeps rows of a case, in the order in which they must go; the case itself goes last. A table
 * that is missing here fails tests/retention/nothing-left.db.test.ts.
 */
export const erasersOf = (rooms: Rooms): readonly Eraser[] => [
  ofCase({ erase: rooms.search.forget }),
  ofCase({ erase: eraseMasks }),
  ofCase({ erase: eraseDraws }),
  ofCase({ erase: eraseDocuments }),
  ofCase({ erase: eraseAwards }),
  ofReports({ erase: eraseRequests }),
  ofCase({ erase: eraseReviews }),
  ofCase(rooms.investigation),
  ofCase({ erase: eraseFindings }),
  (tx, { caseId }) => rooms.evidence.erase(tx, caseId),
  ofCase({ erase: eraseBulkItems }),
  ofCase({ erase: eraseBatchRows }),
  ofCase({ erase: eraseReasons }),
  ofCase({ erase: eraseHandings }),
  ofCase({ erase: eraseLetters }),
  ofCase({ erase: eraseTransfers }),
  ofCase({ erase: rooms.cases.forgetViewers }),
  ofCase(rooms.dialogue),
  ofCase(rooms.amendments),
  ofCase(rooms.appeals),
  ofReports(rooms.identities),
  ofCase({ erase: eraseMoves }),
  ofCase({ erase: eraseReminders }),
  ofCase({ erase: eraseEntries }),
  ofCase(rooms.proceedings),
  ofCase(rooms.deadlines),
  ofReports(rooms.reception),
]
