// The roster: who of a body answers its telephone in each working half-day, which of the coming half-days
// nobody can answer, and how many calls were answered, missed and called back.
// Never knows who called or what about, and never shows a body's roster to anybody outside it.
export { createRoster } from './roster.service'
export { createRosterFill } from './fill.service'
export { createRosterCalls } from './calls.service'
export { createRosterHomePart } from './home-part'
