import { duties } from '../../src/vocabulary/duty'
import type { Line } from './matrix-line'

// The lines of what passes between bodies, upward and outside, and of what a body keeps in common.

const desk = ['intake', 'principal'] as const
const casework = ['intake', 'principal', 'handler'] as const
const hands = ['principal', 'handler'] as const
const admins = ['system-admin', 'security-admin'] as const

export const betweenBodies: Readonly<Record<string, Line>> = {
  'get /staff/admin/law': { who: ['principal', ...admins, 'auditor'], own: 200 },
  'get /staff/admin/law/entry': { who: ['principal', ...admins, 'auditor'], own: 404 },
  'get /staff/admin/law/new': { who: ['system-admin'], own: 404 },
  'post /staff/admin/law/new': { who: ['system-admin'], own: 404 },
  'get /staff/admin/law/begin': { who: ['system-admin'], own: 404 },
  'post /staff/admin/law/begin': { who: ['system-admin'], own: 404 },
  'get /staff/admin/law/drafts/:draftId': { who: ['principal', ...admins, 'auditor'], own: 404 },
  'get /staff/admin/law/drafts/:draftId/sample': {
    who: ['principal', ...admins, 'auditor'],
    own: 404,
  },
  'post /staff/admin/law/drafts/:draftId/propose': { who: ['system-admin'], own: 404 },
  'post /staff/admin/law/drafts/:draftId/withdraw': { who: ['system-admin'], own: 404 },
  'post /staff/admin/law/drafts/:draftId/decide': { who: ['security-admin'], own: 404 },
  // Figures, of one's own body and those below it: tests/statistics/statistics.pages.db.test.ts.
  'get /staff/statistics': { who: ['intake', 'principal', 'supervision'], own: 200 },
  'get /staff/statistics/reports': { who: ['intake', 'principal', 'supervision'], own: 200 },
  'get /staff/statistics/reports/new': { who: ['principal'], own: 404 },
  'post /staff/statistics/reports': { who: ['principal'], own: 404 },
  'get /staff/statistics/reports/:reportId': {
    who: ['intake', 'principal', 'supervision'],
    own: 404,
  },
  'post /staff/statistics/reports/:reportId/receive': { who: ['principal'], own: 404 },
  'post /staff/statistics/reports/:reportId/return': { who: ['principal'], own: 404 },
  'get /staff/statistics/table': { who: ['intake', 'principal', 'supervision'], own: 200 },
  // Of a case without a decision; with one: tests/register/register.pages.db.test.ts.
  'get /staff/cases/:caseId/publish': { who: casework, own: 200 },
  'get /staff/cases/:caseId/publish/new': { who: hands, own: 409 },
  'post /staff/cases/:caseId/publish/new': { who: hands, own: 409 },
  // Nothing was written under that id.
  'get /staff/cases/:caseId/publish/:entryId': { who: casework, own: 404 },
  'post /staff/cases/:caseId/publish/:entryId': { who: hands, own: 404 },
  'get /staff/register': { who: ['publicity'], own: 200 },
  'get /staff/register/:entryId': { who: ['publicity'], own: 404 },
  'post /staff/register/:entryId/approve': { who: ['publicity'], own: 404 },
  'post /staff/register/:entryId/return': { who: ['publicity'], own: 404 },
  'post /staff/register/:entryId/withdraw': { who: ['publicity'], own: 404 },
  // One's own body: tests/roster/roster.pages.db.test.ts. A form that names no week changes nothing.
  'get /staff/roster': { who: duties, own: 200 },
  'post /staff/roster': { who: ['principal', 'system-admin'], own: 422 },
  'post /staff/roster/calls': { who: duties, own: 422 },
  'get /staff/roster/fill': { who: ['principal', 'system-admin'], own: 200 },
  'post /staff/roster/fill': { who: ['principal', 'system-admin'], own: 422 },
  // Of one's own body's cases alone: tests/transfers/transfers.pages.db.test.ts.
  'get /staff/transfers': { who: casework, own: 200 },
  'get /staff/transfers/:transferId': { who: casework, own: 404 },
  'post /staff/transfers/:transferId': { who: hands, own: 404 },
  'get /staff/transfers/:transferId/files/:ordinal': { who: casework, own: 404 },
  'get /staff/transfers/:transferId/archive': { who: hands, own: 404 },
  'get /staff/cases/:caseId/transfers': { who: casework, own: 200 },
  'post /staff/cases/:caseId/transfers': { who: hands, own: 422 },
  // Those of two bodies alone: tests/oversight/letters.pages.db.test.ts.
  'get /staff/oversight': { who: [...hands, 'supervision'], own: 200 },
  'get /staff/oversight/new': { who: ['principal', 'supervision'], own: 200 },
  'post /staff/oversight': { who: ['principal', 'supervision'], own: 422 },
  // What one's own desk drew: tests/oversight/samples.pages.db.test.ts.
  'get /staff/oversight/samples': { who: ['supervision'], own: 200 },
  'post /staff/oversight/samples': { who: ['supervision'], own: 422 },
  'get /staff/oversight/samples/:sampleId': { who: ['supervision'], own: 404 },
  'post /staff/oversight/samples/:sampleId/draw': { who: ['supervision'], own: 404 },
  'get /staff/oversight/samples/:sampleId/record': { who: ['supervision'], own: 404 },
  'get /staff/oversight/samples/:sampleId/pool': { who: ['supervision'], own: 404 },
  'get /staff/oversight/:letterId/file': { who: ['supervision'], own: 404 },
  'get /staff/oversight/:letterId': { who: [...hands, 'supervision'], own: 404 },
  'get /staff/oversight/:letterId/sheet': { who: [...hands, 'supervision'], own: 404 },
  'post /staff/oversight/:letterId': { who: [...hands, 'supervision'], own: 404 },
  // Those of two bodies and of the one above them alone: tests/handing/handing.pages.db.test.ts.
  'get /staff/handings': { who: desk, own: 200 },
  'get /staff/handings/:handingId': { who: desk, own: 404 },
  'post /staff/handings/:handingId': { who: desk, own: 404 },
  'get /staff/import': { who: desk, own: 200 },
  'get /staff/ledger': { who: casework, own: 200 },
  'post /staff/ledger/layouts': { who: casework, own: 422 },
  'get /staff/ledger/cases/:caseId': { who: casework, own: 200 },
  'post /staff/ledger/cases/:caseId': { who: casework, own: 422 },
  'get /staff/ledger/export': { who: desk, own: 200 },
  'post /staff/ledger/export': { who: desk, own: 422 },
  'get /staff/ledger/exports/:exportId': { who: desk, own: 404 },
  'get /staff/ledger/exports/:exportId/file': { who: desk, own: 404 },
  'get /staff/ledger/report': { who: desk, own: 200 },
  'post /staff/ledger/report': { who: desk, own: 422 },
  // One's own files alone: tests/batches/import.pages.db.test.ts.
  'get /staff/import/:batchId': { who: desk, own: 404 },
  'post /staff/import/:batchId/columns': { who: desk, own: 404 },
  'post /staff/import/:batchId/run': { who: desk, own: 404 },
  'get /staff/import/:batchId/errors': { who: desk, own: 404 },
  // No template and no document of that number; the real ones: tests/notices/notices.pages.db.test.ts.
  'get /staff/cases/:caseId/documents': { who: casework, own: 200 },
  'get /staff/cases/:caseId/documents/new': { who: casework, own: 404 },
  'post /staff/cases/:caseId/documents/new': { who: casework, own: 404 },
  'get /staff/cases/:caseId/documents/:documentId': { who: casework, own: 404 },
  'get /staff/cases/:caseId/documents/:documentId/file': { who: casework, own: 404 },
  'post /staff/cases/:caseId/documents/:documentId/serve': { who: casework, own: 404 },
  'post /staff/cases/:caseId/documents/:documentId/withdraw': { who: casework, own: 404 },
  // Whether it may be reviewed: tests/legal.
  // A step that the case cannot take: its page says so, and sending it changes nothing.
  'get /staff/cases/:caseId/hand-over': { who: desk, own: 200 },
  'post /staff/cases/:caseId/hand-over': { who: desk, own: 422 },
  // Of one's own cases: tests/awarding/reward.pages.db.test.ts. What one may not know of is not there.
  'get /staff/awards': { who: ['principal'], own: 200 },
  'get /staff/cases/:caseId/reward': { who: hands, own: 200 },
  'post /staff/cases/:caseId/reward': { who: hands, own: 422 },
  'post /staff/cases/:caseId/reward/:awardId': { who: ['principal'], own: 422 },
  // Of the body that pays: the same.
  'get /staff/finance/rewards': { who: ['finance-approver', 'payer'], own: 200 },
  'get /staff/finance/figures': { who: ['finance-approver', 'payer'], own: 200 },
  'get /staff/finance/figures/table': { who: ['finance-approver', 'payer'], own: 200 },
  'get /staff/finance/rewards/:awardId': { who: ['finance-approver', 'payer'], own: 404 },
  'post /staff/finance/rewards/:awardId': { who: ['finance-approver'], own: 404 },
  // Of the body that pays: tests/finance/claims.pages.db.test.ts. Without a way to answer the form is wrong.
  'get /staff/finance/claims': { who: ['finance-approver', 'payer'], own: 200 },
  'get /staff/finance/claims/:claimId': { who: ['finance-approver', 'payer'], own: 404 },
  'post /staff/finance/claims/:claimId': { who: ['finance-approver', 'payer'], own: 404 },
  'post /staff/finance/claims/:claimId/numbers': { who: ['finance-approver', 'payer'], own: 404 },
  'get /staff/finance/office': { who: ['finance-approver', 'payer'], own: 200 },
  'post /staff/finance/office': { who: ['finance-approver', 'payer'], own: 422 },
  // The batches, payments and answers of the body that pays: tests/finance/payments.pages.db.test.ts.
  'get /staff/finance/batches': { who: ['finance-approver', 'payer'], own: 200 },
  'get /staff/finance/batches/new': { who: ['payer'], own: 200 },
  'post /staff/finance/batches/new': { who: ['payer'], own: 422 },
  'get /staff/finance/batches/:batchId': { who: ['finance-approver', 'payer'], own: 404 },
  'post /staff/finance/batches/:batchId': { who: ['finance-approver', 'payer'], own: 404 },
  'get /staff/finance/batches/:batchId/file': { who: ['finance-approver', 'payer'], own: 404 },
  'get /staff/finance/reconcile': { who: ['finance-approver', 'payer'], own: 200 },
  'get /staff/finance/payments/:paymentId': { who: ['finance-approver', 'payer'], own: 404 },
  'post /staff/finance/payments/:paymentId': { who: ['finance-approver', 'payer'], own: 404 },
  'get /staff/finance/payments/:paymentId/clawback': {
    who: ['finance-approver', 'payer'],
    own: 404,
  },
  'post /staff/finance/payments/:paymentId/clawback': {
    who: ['finance-approver', 'payer'],
    own: 404,
  },
  'get /staff/finance/payments/:paymentId/voucher': {
    who: ['finance-approver', 'payer'],
    own: 404,
  },
  'get /staff/budget': { who: ['finance-approver', 'payer'], own: 200 },
  'post /staff/budget': { who: ['finance-approver', 'payer'], own: 422 },
  // No form is sent: tests/finance.
  'post /staff/budget/:wishId': { who: ['finance-approver', 'payer'], own: 422 },
}
