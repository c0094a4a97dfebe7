// The pages of documents 文书: which there are in a case, a new one from a template (filled in, looked at, signed with a
// fresh code), the document as it was issued with its PDF and Word file, how it was served, and its withdrawal; and the
// public page on which whoever holds a paper learns whether it is genuine.
// Never decides what a document says (documents does), and never writes to somebody by name (serving does).
export { openNoticeDoors } from './notices.staff.routes'
export { openVerifyDoors } from './verify.reporter.routes'
