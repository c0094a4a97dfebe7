// The side that knows the case: whether a report is rewarded, by which rule and on what, proposed by whoever handles it and
// reviewed by a principal with a fresh code; and the list of what waits for that.
// It never learns who is paid: from the approval on it sees sums and states.
export { openAwardingDoors } from './award.staff.routes'
export { createAwardingHomePart } from './home-part'
