// Answers for who is in the middle of what: reporters' and staff's sessions, found by a hash of the
// cookie's first half and opened by its second half. The database alone opens nothing.
// It knows nothing of what a session's data means, sets no cookies, and grants nothing. A reporter's row
// expires on the hour; the exact idle time lies in a signed cookie.
export { idleMinutes, stampIdle } from './idle'
export { nameOf, type Session, type Side } from './session'
export { createSessions, type NewSession, type Sessions } from './sessions.service'
// The reporter's entrance: intake and follow-up both find the visit here (res.locals.visit).
export {
  carriedOver,
  createReporterGuard,
  type ReporterData,
  type ReporterGuard,
  type VisitLimits,
} from './reporter.guard'
