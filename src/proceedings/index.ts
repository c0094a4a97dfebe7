// Takes a case along its course: asks the state table and the rooms that know, takes the step or lays it before a
// second person, orders the clocks, and tells the reporters in words of the law.
// It never decides which step there is (the table in cases does), and knows nothing of findings or reviews: the
// rooms above bring their checks.
export { createProceedings, type Proceedings } from './proceedings.service'
export type { Board, OpenProposal, Possible, Proposal, StepWish } from './proceedings'
