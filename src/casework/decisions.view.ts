import {
  suggestOutcome,
  toFindingSummary,
  toLedgerTotals,
  toMeasureRows,
  type FindingFile,
  type LedgersFile,
  type MeasuresFile,
} from '../findings'
import { outcomeWords } from '../vocabulary/case-words'
import type { CaseFile } from './case-file'

type Parts = {
  readonly finding: FindingFile
  readonly measures: MeasuresFile
  readonly ledgers: LedgersFile
}

/** What was found, what is done about it, what came in, and where each is written. */
export const toDecisions = (
  { found, officers }: CaseFile,
  { finding, measures, ledgers }: Parts,
) => {
  const base = `/staff/cases/${found.id}`
  const [latest] = finding.versions
  const by = officers.find(({ staffId }) => staffId === latest?.savedBy)?.name ?? '同事'
  return {
    finding: latest === undefined ? undefined : toFindingSummary(latest, by),
    suggested:
      latest?.decidedOn !== null ? '' : outcomeWords[suggestOutcome(latest.totals, latest.content)],
    findingDo: finding.closedBecause !== '' ? '看各版' : latest === undefined ? '写认定' : '修改',
    findingLink: `${base}/findings`,
    measures: toMeasureRows(measures),
    measuresLink: `${base}/measures`,
    ledgers: toLedgerTotals(ledgers),
    ledgersLink: `${base}/ledgers`,
    reviewLink: `${base}/review`,
    documentsLink: `${base}/documents`,
    lettersLink: `${base}/letters`,
    publishLink: `${base}/publish`,
    rewardLink: `${base}/reward`,
  }
}
