import { sealJson, sealKeyTo, type Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { ReportId } from '../vocabulary/ids'
import type { NewCase } from './case'
import { insertReport } from './reports.repository'

const contentPlace = (id: ReportId) => ({ table: 'reports', column: 'sealed_content', row: id })
const claimPlace = (id: ReportId) => ({ table: 'reports', column: 'sealed_claim', row: id })

/** The report that opens a case: its text under the case's key, its claim to the reporter alone. */
export const insertSealedReport = (
  tx: Tx,
  { caseId, caseKey, receivedOn, report }: NewCase,
  installation: Installation,
): Promise<void> => {
  const { reportId, publicKey } = report
  return insertReport(tx, {
    id: reportId,
    case_id: caseId,
    draft_id: report.draftId,
    received_on: receivedOn,
    receipt_lookup: report.receiptLookup,
    receipt_version: installation.version,
    public_key: publicKey,
    public_key_mac: installation.macPublicKey(publicKey, `reporter:${reportId}`),
    wrapped_private_key: report.wrappedPrivateKey,
    code_seen_by_officer: report.codeSeenByOfficer ?? false,
    sealed_content: sealJson(caseKey, contentPlace(reportId), report.content),
    sealed_claim:
      report.claimVerifier === undefined
        ? null
        : sealKeyTo(
            publicKey,
            { ...claimPlace(reportId), recipient: `reporter:${reportId}`, version: 1 },
            report.claimVerifier,
          ),
  })
}
