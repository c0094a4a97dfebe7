// The lawbook answers for everything that a statute, a local rule or a product decision may change:
// lists, lengths, periods, kinds of files. Each entry has a place, a version, the days between which
// it holds, its source and how sure that source is.
// It never decides anything: it says what holds for a place on a day, and which text says so.
// An entry without a source, or two versions that hold on the same day, are refused.
export { createLawbook, type Lawbook } from './lawbook.service'
export { RewardRule, rewardFault } from './reward-rule'
export type { LawEntry, LawPoint, NewLawEntry } from './law-entry'
export { lawDataSchemas, type LawData, type Period } from './law-data'
export { findShippedRule, placesOfRule, shippedEntries } from './shipped-rules'
export type { LimitName } from './limits.rules'
