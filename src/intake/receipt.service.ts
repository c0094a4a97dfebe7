import { caseLabel, type Cases } from '../cases'
import type { Deadlines, Deadline } from '../deadlines'
import type { Evidence } from '../evidence'
import type { Organisations } from '../organisations'
import type { Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { DerivedReceipt } from '../receipts'
import type { OrganisationId, CaseId } from '../vocabulary/ids'
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
  readonly due: Deadline | undefined
}

type Deps = {
  readonly cases: Cases
  readonly evidence: Evidence
  readonly deadlines: Deadlines
  readonly organisations: Organisations
}

/**
 * Opens the report with its own code, exactly as its holder will on the follow-up page: what the slip
 * shows is proof that the code works. undefined when it opens nothing.
 */
export const createReadReceipt =
  ({ cases, evidence, deadlines, organisations }: Deps) =>
  async (tx: Tx, derived: DerivedReceipt): Promise<ReceiptFacts | undefined> => {
    const report = await cases.openByReceipt(tx, derived)
    if (report === undefined) return undefined
    const { caseId, reportId, receivedOn } = report
    const found = await cases.get(tx, caseId)
    const key = await cases.keyOf(tx, [report.holder], caseId)
    const contents = await cases.contentsOf(tx, key, caseId)
    const content = contents.find(one => one.reportId === reportId)?.content as
      ReportContent | undefined
    const files = await evidence.list(tx, { caseId, caseKey: key }, { stage: 'sent', reportId })
    const body = await organisations.get(tx, found.organisationId)
    return {
      caseId,
      organisationId: found.organisationId,
      body: body.name,
      label: caseLabel(found.year, found.serial),
      receivedOn,
      identity: content?.identity ?? 'anon',
      files: files.length,
      due: (await deadlines.forCase(tx, caseId)).find(one => one.ruleCode === 'CLUE_VERIFY'),
    }
  }

export type ReadReceipt = ReturnType<typeof createReadReceipt>
