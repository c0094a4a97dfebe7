// Answers for how law data comes into the book while the system runs: a draft of a new version in words, tried out,
// compared with the version before, put into force on its day by a second person; and for the list of what holds.
// Never changes a version that is in the book, and never knows a case: kinds bring their own words and samples.
export { createLawDrafts } from './drafts.service'
export { openLawDoors } from './entries.staff.routes'
export { createLawHomePart } from './home-part'
