import { caseLabel, type Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Evidence } from '../evidence'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import type { Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { DerivedReceipt } from '../receipts'
import type { ReportContent } from '../vocabulary/report-content'
import type { ReceiptFacts } from './receipt-facts'

type Deps = {
  readonly cases: Cases
  readonly evidence: Evidence
  readonly deadlines: Deadlines
  readonly organisations: Organisations
  readonly lawbook: Lawbook
}

const units = { working: '个工作日', natural: '日', months: '个月', hours: '小时', years: '年' }

/** How long after a decision a reporter there is told, in words. */
export const toldWithin = async (
  tx: Tx,
  lawbook: Pick<Lawbook, 'find'>,
  at: { readonly place: string; readonly on: Day },
): Promise<string | undefined> => {
  const rule = (await lawbook.find(tx, 'deadline-rule', 'RN_NOTIFY', at))?.data
  if (rule === undefined || rule.length === null || rule.unit === null) return undefined
  return `${rule.length} ${units[rule.unit]}`
}

/**
 * Opens the report with its own code, exactly as its holder will on the follow-up page: what the slip
 * shows is proof that the code works. undefined when it opens nothing.
 */
export const createReadReceipt =
  ({ cases, evidence, deadlines, organisations, lawbook }: Deps) =>
  async (tx: Tx, derived: DerivedReceipt): Promise<ReceiptFacts | undefined> => {
    const report = await cases.openByReceipt(tx, derived)
    if (report === undefined) return undefined
    const { caseId, reportId, receivedOn } = report
    const [found, key, clocks, files] = await Promise.all([
      cases.get(tx, caseId),
      cases.keyOf(tx, [report.holder], caseId),
      deadlines.forCase(tx, caseId),
      evidence.countOf(tx, caseId, reportId),
    ])
    const content = report.contentUnder(key) as ReportContent
    const body = await organisations.get(tx, found.organisationId)
    return {
      caseId,
      organisationId: found.organisationId,
      body: body.name,
      label: caseLabel(found.year, found.serial),
      receivedOn,
      identity: content.identity,
      files,
      due: clocks.find(one => one.ruleCode === 'CLUE_VERIFY'),
      toldWithin: await toldWithin(tx, lawbook, { place: body.regionCode, on: receivedOn }),
    }
  }

export type ReadReceipt = ReturnType<typeof createReadReceipt>
