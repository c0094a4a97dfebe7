// Legal review (法制审核): what handlers submit to the legal desk, the reviewer's list, the opinion point by point,
// the changes that are to be answered, and the answer to whether a decision may be made without one.
// Never moves a case by itself (proceedings does), never shows a reviewer more than the file of what lies at their
// desk, and never lets anybody review what they worked on.
export { createLegalHomePart } from './home-part'
export { createLegal } from './legal.service'
export { createReviewChecks } from './review-check.service'
export { deleteReviews as eraseReviews, reviewersOf } from './reviews.repository'
export { createReviewChapter } from './chapter.service'
export type { FactsOf } from './review'
