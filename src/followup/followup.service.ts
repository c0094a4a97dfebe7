import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Holder } from '../desks'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { DerivedReceipt } from '../receipts'
import type { ReporterData } from '../sessions'
import type { ReporterActor } from '../vocabulary/actor'
import type { CaseId, ReportId } from '../vocabulary/ids'
import { createCodeChange, type CodeChange } from './code.service'

type Deps = { readonly audit: Audit; readonly cases: Cases }

/** A reporter who came back with the code, and what that opens. */
export type Visitor = {
  readonly actor: ReporterActor
  readonly reportId: ReportId
  readonly caseId: CaseId
  readonly holder: Holder
}

type FollowData = NonNullable<ReporterData['follow']>

export type Followup = {
  readonly codes: CodeChange
  /** What the session keeps, when the code opens a report; undefined when it opens none. */
  readonly enter: (tx: Tx, derived: DerivedReceipt) => Promise<FollowData | undefined>
  readonly keyOf: (tx: Tx, visitor: Visitor) => Promise<SymmetricKey>
  readonly leave: (tx: Tx, visitor: Visitor) => Promise<void>
}

const text = (bytes: Buffer) => bytes.toString('base64url')
const bytes = (encoded: string) => Buffer.from(encoded, 'base64url')

export const toVisitor = (follow: FollowData): Visitor => {
  const reportId = follow.reportId as ReportId
  const pair = { publicKey: bytes(follow.publicKey), privateKey: bytes(follow.privateKey) }
  return {
    actor: { side: 'reporter', reportId },
    reportId,
    caseId: follow.caseId as CaseId,
    holder: { kind: 'reporter', id: reportId, version: 1, pair },
  }
}

export const createFollowup = ({ audit, cases }: Deps): Followup => ({
  codes: createCodeChange({ audit, cases }),
  enter: async (tx, derived) => {
    const opened = await cases.openByReceipt(tx, derived)
    if (opened === undefined) return undefined
    const { reportId, caseId, holder } = opened
    const { organisationId } = await cases.get(tx, caseId)
    const actor = { side: 'reporter', reportId } as const
    await audit.record(tx, actor, organisationId, { deed: 'report.followed', caseId })
    return {
      reportId,
      caseId,
      publicKey: text(holder.pair.publicKey),
      privateKey: text(holder.pair.privateKey),
    }
  },
  keyOf: (tx, { holder, caseId }) => cases.keyOf(tx, [holder], caseId),
  leave: async (tx, { actor, caseId }) => {
    const { organisationId } = await cases.get(tx, caseId)
    await audit.record(tx, actor, organisationId, { deed: 'report.left', caseId })
  },
})
