// The auditor's desk: leafs through the record of deeds, sees how far it is verified, who looked at identities and
// originals, and exports it with a reason. Sees deeds of the own body and of those below it.
// It never opens a case, an identity or a key, never changes a row of the record, and never purges.
export { createAuditDesk } from './audit-desk.service'
export { createExports } from './exports.service'
export { createAuditHomePart } from './home-part'
export { vouchedAuditing } from './vouched'
