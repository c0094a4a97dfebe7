// Answers for drawing two handlers for a case by lot, so that anyone can recompute it: who stands in the pool and
// who does not and why, a seed committed to before the draw, a witness's word, the result, and the record of it all.
// It never changes what is written once, never knows more of a case than its number, and gives no case away
// itself: that is triage's step, in the session of whoever holds the draw.
export { createDrawsHomePart } from './home-part'
export { createDraws } from './draws.service'
export { eraseDraws } from './draws.repository'
export { verifyCommand } from './verify.command'
export { vouchedDraws } from './vouched'
