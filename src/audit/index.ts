// Answers for the record of deeds: who did what to which case, on what ground, in a chain whose links
// are keyed, written in the transaction of the deed itself. Rows are only ever added; what is older than the law
// wants may go from the beginning of a chain, by the owner's hand and under a signed checkpoint.
// It never holds content, never a reporter's time of day, and never decides whether a deed was allowed.
export { createAudit, type Audit, type AuditEntry } from './audit.service'
export { auditHeadsCommand, auditPurgeCommand, auditVerifyCommand } from './audit.command'
export { createAuditJobs } from './audit.jobs'
export { bodyOf, chainOf } from './chain.rules'
export { createChecks, type ChainState, type Checks } from './checks.service'
export { createKeeping } from './keeping.service'
export { createRecord, type AuditRecord } from './record.service'
export type { Fault } from './fault'
export type { RecordQuestion, Tally } from './record.repository'
