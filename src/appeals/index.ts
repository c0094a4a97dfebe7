// What a reporter lays before the body above: an objection to a decision, a call for protection. Each has a
// key of its own, sealed to the reporter and to the supervision desk above, and its clock lies here: the
// case's own body can neither open it nor, of a call for protection, learn that it exists.
// Never decides anything about the case, and never shows a page.
export { createAppeals, type Appeals } from './appeals.service'
export { appealResealer } from './reseal.service'
export type { Appeal, AppealKind, OpenAppeal } from './appeal'
export type { DueAppeal } from './due-appeals.repository'
export type { DeskVisitor } from './appeal-desk.service'
