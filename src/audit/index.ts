// Answers for the record of deeds: who did what to which case, on what ground, in a chain whose links
// are keyed, written in the transaction of the deed itself. Rows are only ever added.
// It never holds content, never a reporter's time of day, and never decides whether a deed was allowed.
export { createAudit, type Audit, type AuditEntry } from './audit.service'
export { auditHeadsCommand, auditVerifyCommand } from './audit.command'
