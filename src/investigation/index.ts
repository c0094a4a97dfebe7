// The investigation record (全过程记录) of a case: what its handlers collect, each with kind, place, day and two
// officers, numbered in the order in which it came, and the contents list of the file (一案一卷).
// Never edits what was added: a correction is a new version, the second officer confirms each. Keeps the files
// themselves with evidence, and never shows anything without a key of the case.
export { createInvestigationHomePart } from './home-part'
export { createInvestigation } from './investigation.service'
export { createVolume } from './volume.service'
export type { VolumeChapter } from './volume'
export { kindsIn as recordKindsIn } from './records.repository'
