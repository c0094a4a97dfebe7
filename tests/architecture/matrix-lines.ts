import { duties } from '../../src/vocabulary/duty'
import { betweenBodies } from './matrix-between-bodies'
import type { Line } from './matrix-line'

// The lines of the matrix (promise 14), written by hand. A new route gets its line here.

const desk = ['intake', 'principal'] as const
const casework = ['intake', 'principal', 'handler'] as const
const hands = ['principal', 'handler'] as const
/** Legal too, for what lies at their desk. */
const readers = ['intake', 'principal', 'handler', 'legal'] as const
const admins = ['system-admin', 'security-admin'] as const
const keyed = [
  ...['intake', 'principal', 'legal', 'identity'],
  ...['supervision', 'finance-approver', 'payer'],
] as const

export const table: Readonly<Record<string, Line>> = {
  ...betweenBodies,
  'get /staff': { who: duties, own: 200 },
  // Numbers of cases are shown to their own body alone: tests/calendar/change.pages.db.test.ts.
  'get /staff/admin/calendar': { who: [...desk, ...admins, 'auditor'], own: 200 },
  'get /staff/admin/calendar/changes/:changeId': {
    who: [...desk, ...admins, 'auditor'],
    own: 404,
  },
  'post /staff/admin/calendar/changes/:changeId/propose': { who: ['system-admin'], own: 404 },
  'post /staff/admin/calendar/changes/:changeId/withdraw': { who: ['system-admin'], own: 404 },
  'post /staff/admin/calendar/changes/:changeId/decide': { who: ['security-admin'], own: 404 },
  'get /staff/admin/calendar/:year/edit': { who: ['system-admin'], own: 200 },
  'post /staff/admin/calendar/:year': { who: ['system-admin'], own: 422 },
  // One's own notices: tests/reminders/alerts.pages.db.test.ts. Nothing named, nothing read.
  'get /staff/alerts': { who: duties, own: 200 },
  'post /staff/alerts': { who: duties, own: 303 },
  'post /staff/stay': { who: duties, own: 204 },
  'get /staff/desks': { who: duties, own: 200 },
  // One's own account: tests/accounts/recovery-codes.pages.db.test.ts shows that it is never another's.
  'get /staff/me': { who: duties, own: 200 },
  // Nothing is switched by a form that says neither on nor off.
  'post /staff/me/keys': { who: duties, own: 303 },
  'get /staff/me/codes': { who: duties, own: 200 },
  'post /staff/me/codes': { who: duties, own: 422 },
  // Nothing waits to be written down: it leads on, and nothing has happened.
  'post /staff/me/codes/noted': { who: duties, own: 303 },
  // One's own as well: tests/accounts/passkeys.pages.db.test.ts. Who has no passkey is asked nothing.
  'post /staff/passkey': { who: duties, own: 404 },
  'get /staff/me/passkeys': { who: duties, own: 200 },
  'post /staff/me/passkeys': { who: duties, own: 422 },
  'get /staff/me/passkeys/new': { who: duties, own: 303 },
  'post /staff/me/passkeys/new': { who: duties, own: 303 },
  'get /staff/me/passkeys/:passkeyId/remove': { who: duties, own: 303 },
  'post /staff/me/passkeys/:passkeyId/remove': { who: duties, own: 303 },
  'get /staff/queue': { who: casework, own: 200 },
  // Nothing is ticked: it is said, and nothing has happened.
  'post /staff/queue/bulk': { who: casework, own: 422 },
  'post /staff/queue/bulk/run': { who: casework, own: 422 },
  // Nobody has done anything under that number: tests/triage/bulk.pages.db.test.ts.
  'get /staff/queue/bulk/:runId': { who: casework, own: 404 },
  // One's own, and what the body shares: tests/triage/views.pages.db.test.ts.
  'get /staff/views': { who: casework, own: 200 },
  'post /staff/views': { who: casework, own: 422 },
  'post /staff/views/:viewId': { who: casework, own: 303 },
  // What reporters of the bodies below laid before one's own: tests/supervision/protection.pages.db.test.ts.
  'get /staff/supervise': { who: ['supervision'], own: 200 },
  'get /staff/supervise/:appealId': { who: ['supervision'], own: 404 },
  'post /staff/supervise/:appealId/answers': { who: ['supervision'], own: 404 },
  'post /staff/supervise/:appealId/acted': { who: ['supervision'], own: 404 },
  'get /staff/search': { who: casework, own: 200 },
  'get /staff/cases/:caseId': { who: casework, own: 200 },
  'get /staff/cases/:caseId/brief/edit': { who: casework, own: 200 },
  'get /staff/cases/:caseId/clocks/new': { who: hands, own: 200 },
  'post /staff/cases/:caseId/clocks/new': { who: hands, own: 422 },
  // No clock and no request of that number; the real ones: tests/casework/clocks.pages.db.test.ts.
  'get /staff/cases/:caseId/deadlines/:deadlineId': { who: casework, own: 404 },
  'post /staff/cases/:caseId/deadlines/:deadlineId/pause': { who: hands, own: 404 },
  'post /staff/cases/:caseId/deadlines/:deadlineId/resume': { who: hands, own: 404 },
  'post /staff/cases/:caseId/deadlines/:deadlineId/finish': { who: hands, own: 404 },
  'post /staff/cases/:caseId/deadlines/:deadlineId/extensions': { who: hands, own: 404 },
  'post /staff/cases/:caseId/extensions/:extensionId/approve': { who: ['principal'], own: 404 },
  'post /staff/cases/:caseId/extensions/:extensionId/refuse': { who: ['principal'], own: 404 },
  'post /staff/cases/:caseId/extensions/:extensionId/withdraw': { who: hands, own: 404 },
  // A legal reviewer reads what lies at their desk; these cases lie at none: tests/legal.
  'get /staff/cases/:caseId/record': { who: readers, own: 200 },
  'get /staff/cases/:caseId/volume': { who: readers, own: 200 },
  'get /staff/cases/:caseId/record/:itemId': { who: readers, own: 404 },
  'get /staff/cases/:caseId/record/new': { who: ['handler'], own: 200 },
  'post /staff/cases/:caseId/record/:itemId/confirm': { who: casework, own: 404 },
  'get /staff/cases/:caseId/steps/:action': { who: casework, own: 200 },
  'post /staff/cases/:caseId/steps/:action': { who: casework, own: 409 },
  // Nothing waits under that number: tests/steps/approvals.pages.db.test.ts.
  'get /staff/approvals': { who: ['principal'], own: 200 },
  'get /staff/approvals/:approvalId': { who: casework, own: 404 },
  'post /staff/approvals/:approvalId': { who: casework, own: 404 },
  'get /staff/cases/:caseId/review': { who: readers, own: 200 },
  'post /staff/cases/:caseId/review/submit': { who: ['handler'], own: 422 },
  'post /staff/cases/:caseId/review/opinion': { who: ['legal'], own: 404 },
  'post /staff/cases/:caseId/review/answers': { who: ['handler'], own: 422 },
  'get /staff/legal': { who: ['legal'], own: 200 },
  'get /staff/legal/:reviewId': { who: ['legal'], own: 404 },
  'get /staff/cases/:caseId/evidence/:evidenceId': { who: readers, own: 200 },
  'get /staff/cases/:caseId/evidence/:evidenceId/content': { who: readers, own: 200 },
  'get /staff/cases/:caseId/evidence/:evidenceId/pages/:page': { who: readers, own: 200 },
  'get /staff/cases/:caseId/evidence/:evidenceId/original': { who: desk, own: 200 },
  'get /staff/cases/:caseId/refuse': { who: desk, own: 200 },
  'get /staff/cases/:caseId/assign': { who: desk, own: 200 },
  // Forms are sent empty: who may send them is told what is missing.
  'post /staff/search': { who: casework, own: 422 },
  'post /staff/cases/:caseId/messages': { who: casework, own: 422 },
  'post /staff/cases/:caseId/brief': { who: casework, own: 422 },
  'post /staff/cases/:caseId/refuse': { who: desk, own: 422 },
  'post /staff/cases/:caseId/assign': { who: desk, own: 422 },
  'post /staff/cases/:caseId/evidence/:evidenceId/original': { who: desk, own: 422 },
  'get /staff/cases/:caseId/original': { who: casework, own: 200 },
  'post /staff/cases/:caseId/original': { who: casework, own: 422 },
  // Nothing is open: it leads back, and nothing has happened.
  'post /staff/cases/:caseId/original/close': { who: casework, own: 303 },
  'get /staff/cases/:caseId/masking': { who: desk, own: 200 },
  // Without saying which setting was seen, it is too late.
  'post /staff/cases/:caseId/masking': { who: desk, own: 409 },
  // Without saying which state of the case was seen, it is too late for a decision.
  'post /staff/cases/:caseId/accept': { who: desk, own: 409 },
  'post /staff/desks/confirm': { who: keyed, own: 422 },
  // Numbers and days of the own body only; nothing here names a case by its id.
  'get /staff/admin/retention': { who: ['principal', 'security-admin', 'auditor'], own: 200 },
  // Sent empty: what was seen is not what there is.
  'post /staff/admin/retention': { who: ['principal', 'security-admin'], own: 409 },
  'get /staff/admin/retention/holds': { who: ['principal'], own: 200 },
  'post /staff/admin/retention/holds': { who: ['principal'], own: 422 },
  'get /staff/rotation': { who: [...keyed, 'security-admin'], own: 200 },
  'post /staff/rotation/start': { who: [...keyed, 'security-admin'], own: 422 },
  'post /staff/rotation/reseal': { who: keyed, own: 422 },
  'post /staff/rotation/finish': { who: keyed, own: 422 },
  'post /staff/rotation/search/start': { who: [...desk, 'security-admin'], own: 422 },
  // Nothing is left: it leads back, and nothing has happened.
  'post /staff/rotation/search/index': { who: desk, own: 303 },
  'post /staff/rotation/search/finish': { who: desk, own: 422 },
  // Nobody has the id that is asked for: tests/staffing has duties, bodies and states.
  'get /staff/admin/users': { who: admins, own: 200 },
  'get /staff/admin/users/new': { who: ['system-admin'], own: 200 },
  'post /staff/admin/users/new': { who: ['system-admin'], own: 422 },
  'get /staff/admin/users/:staffId': { who: admins, own: 404 },
  'post /staff/admin/users/:staffId/duties': { who: ['system-admin'], own: 404 },
  'post /staff/admin/users/:staffId/invitation': { who: ['system-admin'], own: 404 },
  'get /staff/admin/users/:staffId/disable': { who: admins, own: 404 },
  'post /staff/admin/users/:staffId/disable': { who: admins, own: 404 },
  'get /staff/admin/changes': { who: admins, own: 200 },
  'get /staff/admin/changes/:changeId': { who: admins, own: 404 },
  'post /staff/admin/changes/:changeId': { who: ['security-admin'], own: 404 },
  'post /staff/admin/changes/:changeId/withdraw': { who: ['system-admin'], own: 404 },
  'get /staff/admin/orgs': { who: ['system-admin'], own: 200 },
  'get /staff/admin/orgs/new': { who: ['system-admin'], own: 200 },
  // Without saying under which body, there is none.
  'post /staff/admin/orgs/new': { who: ['system-admin'], own: 404 },
  'get /staff/admin/orgs/:organisationId': { who: ['system-admin'], own: 404 },
  'post /staff/admin/orgs/:organisationId/rename': { who: ['system-admin'], own: 404 },
  'post /staff/admin/orgs/:organisationId/contact': { who: ['system-admin'], own: 404 },
  'post /staff/admin/orgs/:organisationId/move': { who: ['system-admin'], own: 404 },
  'get /staff/admin/roles': { who: [...admins, 'auditor'], own: 200 },
  'get /staff/admin/review': { who: ['security-admin'], own: 200 },
  'post /staff/admin/review': { who: ['security-admin'], own: 422 },
  // People are left to be looked at.
  'post /staff/admin/review/finish': { who: ['security-admin'], own: 409 },
  'get /staff/handover': { who: desk, own: 200 },
  'get /staff/handover/:staffId': { who: desk, own: 404 },
  'post /staff/handover/:staffId': { who: desk, own: 404 },
  'get /staff/substitutes': { who: desk, own: 200 },
  'get /staff/substitutes/new': { who: desk, own: 200 },
  'post /staff/substitutes/new': { who: desk, own: 422 },
  'post /staff/substitutes/:substituteId/give': { who: desk, own: 404 },
  'post /staff/substitutes/:substituteId/end': { who: desk, own: 404 },
  'get /staff/cases/:caseId/identity': { who: casework, own: 200 },
  'post /staff/cases/:caseId/identity': { who: casework, own: 422 },
  'get /staff/cases/:caseId/findings': { who: casework, own: 200 },
  'post /staff/cases/:caseId/findings': { who: ['principal', 'handler'], own: 422 },
  'get /staff/cases/:caseId/measures': { who: casework, own: 200 },
  'post /staff/cases/:caseId/measures': { who: ['principal', 'handler'], own: 422 },
  'get /staff/cases/:caseId/ledgers': { who: casework, own: 200 },
  'post /staff/cases/:caseId/ledgers': { who: ['principal', 'handler'], own: 422 },
  'get /staff/measures': { who: casework, own: 200 },
  'get /staff/cases/:caseId/letters': { who: casework, own: 200 },
  'post /staff/cases/:caseId/letters': { who: casework, own: 422 },
  'get /staff/letters': { who: [...casework, 'identity'], own: 200 },
  'get /staff/unmask': { who: [...casework, 'identity'], own: 200 },
  'get /staff/cases/:caseId/sheet': { who: casework, own: 200 },
  'get /staff/coi': { who: readers, own: 200 },
  'get /staff/cases/:caseId/coi': { who: readers, own: 200 },
  'post /staff/cases/:caseId/coi': { who: readers, own: 422 },
  // One's own, and nobody else's: tests/relations.
  'get /staff/me/relations': { who: readers, own: 200 },
  'post /staff/me/relations': { who: readers, own: 422 },
  // Nobody has it: it leads on, and nothing has happened.
  'post /staff/me/relations/:relationId/end': { who: readers, own: 303 },
  // No draw has the id that is asked for: tests/draws.
  'get /staff/draws': { who: desk, own: 200 },
  'get /staff/draws/new': { who: desk, own: 200 },
  'post /staff/draws/new': { who: desk, own: 422 },
  'get /staff/draws/:drawId': { who: desk, own: 404 },
  'get /staff/draws/:drawId/record.json': { who: desk, own: 404 },
  'post /staff/draws/:drawId/witness': { who: desk, own: 404 },
  'post /staff/draws/:drawId/hold': { who: desk, own: 404 },
  'post /staff/draws/:drawId/abandon': { who: desk, own: 404 },
  'get /staff/exclusions': { who: ['principal'], own: 200 },
  'get /staff/cases/:caseId/exclusions': { who: ['principal'], own: 200 },
  'post /staff/cases/:caseId/exclusions': { who: ['principal'], own: 422 },
  'post /staff/cases/:caseId/exclusions/lift': { who: ['principal'], own: 422 },
  'get /staff/admin/factors': { who: admins, own: 200 },
  'post /staff/admin/factors': { who: ['system-admin'], own: 422 },
  'get /staff/admin/factors/new': { who: ['system-admin'], own: 200 },
  // Nobody asked under that id: tests/accounts/factor-reset.pages.db.test.ts.
  'get /staff/admin/factors/:resetId': { who: ['security-admin'], own: 404 },
  'post /staff/admin/factors/:resetId': { who: ['security-admin'], own: 404 },
  'post /staff/admin/factors/:resetId/withdraw': { who: ['system-admin'], own: 404 },
  'get /staff/audit': { who: ['auditor'], own: 200 },
  'get /staff/audit/state': { who: ['auditor'], own: 200 },
  'post /staff/audit/check': { who: ['auditor'], own: 303 },
  'get /staff/audit/identity': { who: ['auditor'], own: 200 },
  'get /staff/audit/export': { who: ['auditor'], own: 200 },
  'post /staff/audit/export': { who: ['auditor'], own: 422 },
  // No entry and no export has the id that is asked for: tests/auditing.
  'get /staff/audit/exports/:exportId': { who: ['auditor'], own: 404 },
  'get /staff/audit/exports/:exportId/file': { who: ['auditor'], own: 404 },
  'get /staff/audit/:entryId': { who: ['auditor'], own: 404 },
  'get /staff/intake/hotline': { who: ['intake'], own: 200 },
  'get /staff/intake/visit': { who: ['intake'], own: 200 },
  'get /staff/intake/letter': { who: ['intake'], own: 200 },
  'get /staff/intake/petition': { who: ['intake'], own: 200 },
  'get /staff/intake/police': { who: ['intake'], own: 200 },
  // An empty sheet is kept as unfinished: a call may drop before a word was written.
  'post /staff/intake/hotline': { who: ['intake'], own: 303 },
  'post /staff/intake/visit': { who: ['intake'], own: 303 },
  'post /staff/intake/letter': { who: ['intake'], own: 303 },
  'post /staff/intake/petition': { who: ['intake'], own: 303 },
  'post /staff/intake/police': { who: ['intake'], own: 303 },
}
