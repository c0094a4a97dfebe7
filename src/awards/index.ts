// Answers for what a report is to be paid, or why nothing: the tests, the calculation by the rule that holds, and the
// three people who propose, review and approve it; until when it may be claimed, and what becomes of it once it is paid.
// The side that knows the case writes a summary to the side that pays; that one never gets a key of a case from here,
// and nobody here learns who the reporter is.
export type { Award, OpenAward } from './award'
export { awardNumber, toldAt, type AwardState } from './award.rules'
export { createRewardClocks } from './clocks.service'
export { createAwardJobs } from './awards.jobs'
export { deleteAwards as eraseAwards } from './awards.repository'
export type { AwardFigure } from './figures.repository'
export { createAwards, type Awards } from './awards.service'
export type { CaseAwards, ProposalFrame, ProposalSum, ProposalWish } from './proposal'
export { awardResealer } from './reseal.service'
