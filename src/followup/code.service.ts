import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Holder } from '../desks'
import type { Tx } from '../platform/db/transaction'
import type { DerivedReceipt } from '../receipts'
import type { ReporterActor } from '../vocabulary/actor'
import type { CaseId, ReportId } from '../vocabulary/ids'

type Deps = { readonly audit: Audit; readonly cases: Cases }

/** Who came in by the code, and what it opens. */
type Visitor = {
  readonly actor: ReporterActor
  readonly reportId: ReportId
  readonly caseId: CaseId
  readonly holder: Holder
}

/** What the page says about the code that let the visitor in. */
type CodeStanding = 'own' | 'seen' | 'replaced'

/** The code of a report that an officer took down: heard once, so it is changed for one that nobody heard. */
export type CodeChange = {
  readonly standing: (tx: Tx, visitor: Visitor) => Promise<CodeStanding>
  readonly recordIssue: (tx: Tx, visitor: Visitor) => Promise<void>
  /** The new code takes the old one's place, which opens nothing from then on. Once; sent again it does nothing. */
  readonly replace: (tx: Tx, visitor: Visitor, derived: DerivedReceipt) => Promise<void>
}

export const createCodeChange = ({ audit, cases }: Deps): CodeChange => {
  const record = async (
    tx: Tx,
    { actor, caseId }: Visitor,
    deed: 'receipt.issued' | 'receipt.replaced',
  ): Promise<void> => {
    const { organisationId } = await cases.get(tx, caseId)
    await audit.record(tx, actor, organisationId, { deed, caseId })
  }
  return {
    standing: async (tx, { reportId }) => {
      const { seenByOfficer, replaced } = await cases.codeStateOf(tx, reportId)
      if (replaced) return 'replaced'
      return seenByOfficer ? 'seen' : 'own'
    },
    recordIssue: (tx, visitor) => record(tx, visitor, 'receipt.issued'),
    replace: async (tx, visitor, derived) => {
      if (await cases.replaceCode(tx, visitor.holder, derived))
        await record(tx, visitor, 'receipt.replaced')
    },
  }
}
