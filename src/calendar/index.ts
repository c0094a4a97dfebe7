// Answers for the calendar of working days as officers keep it: a year's notice entered with its source, read and
// checked day by day, what would move by it, and that a second person puts it into force; then the job that counts
// every running clock anew and leaves finished ones as they are.
// Never counts a clock (deadlines does), never opens a case, and shows numbers of cases only to their own body.
export { createCalendarHomePart } from './home-part'
export { createCalendarJobs } from './calendar.jobs'
export { createCalendarChanges } from './changes.service'
export { eraseMoves } from './moves.repository'
export { createWalking } from './walk.service'
export type { WalkDeps } from './walk-deps'
