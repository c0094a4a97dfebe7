// Who a reporter is, or that there is no name, sealed under a key that no case handler ever holds: only the
// reporter and the identity desk can open it. Every report has its row, of one shape. Also the requests to see it, and what the desk gave: fields sealed to the
// one who asked, for minutes. Locked by law: src/floor-plan.json names the rooms that may import this one.
// It never tells an officer whether there is an identity, and never decides who may ask.
export { eraseRequests } from './erase.repository'
export { identityResealers } from './reseal.service'
export { createIdentities, type Identities } from './identity.service'
export type { IdentityLetter, LetterOutcome, LetterPaper, LetterState, LetterText } from './letter'
export { addressee, createLetters, type Letters } from './letters.service'
export { createReleases, type Releases } from './releases.service'
export type { IdentityRequest, Released } from './request'
export { possibleActs, type RequestAct, type RequestState } from './requests.rules'
