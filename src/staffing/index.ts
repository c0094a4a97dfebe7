// Answers for the people of a body as its administrators see them: accounts and duties by two people, the tree of
// bodies, who leaves and who takes over, who stands in for whom, and the regular look at everybody's duties.
// Never opens the content of a case, never gives a key that the person in the session does not hold, and shows
// nobody outside the administrator's own body and those below it.
export { createChanges } from './changes.service'
export { createStaffAdmin } from './admin.service'
export { endStandInsOfYesterday } from './days.guard'
export { createHandover } from './handover.service'
export { createStaffingHomePart } from './home-part'
export { createLeaving, type OnLeave } from './leaving.service'
export { createReview } from './review.service'
export { createScope } from './scope.service'
export { createSubstitutes } from './substitutes.service'
