// Answers for the desks: a duty inside one organisation that has a key pair of its own, who holds that key,
// who waits for it, and which desk a new case is addressed to.
// Never opens a case, and never gives a key to anybody whom a member has not confirmed.
export { createDesks, type Desks, type Holder, type OpenDesk } from './desks.service'
export { createDesksHomePart } from './home-part'
export { resealKey, type DeskBelow, type Resealer, type Resealing } from './reseal'
export { vouchedDesks } from './vouched'
export type { DeskVersions } from './versions.repository'
