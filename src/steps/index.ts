// The pages of a case's course: one page for every step, drawn from the state table, and the board of steps that
// wait for a second person.
// Knows no step by name beyond its words, takes none itself (proceedings does), and shows no original.
export { createApprovalsHomePart } from './home-part'
export { createStepPages } from './step-pages.service'
