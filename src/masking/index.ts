// Masking answers for what in a case could tell who reported: it suggests words, keeps what officers set,
// and shows any text of the case without them; and for the recorded minutes in which one officer reads the
// original as it was written.
// It never shows a text unmasked to anybody by default, never tells how long a masked word was, and never
// reads an identity: what it masks, it finds in the text itself.
export { copiedWords, copyFinderOf } from './copied-words'
export { eraseMasks } from './erase.repository'
export type { Found, Kind } from './found.rules'
export { findIdentifying } from './identifying.rules'
export { createMaskingHomePart } from './home-part'
export type { Original, ReadLetters } from './masking'
export { createMasking, maskedTarget, type CaseMask, type Masking } from './masking.service'
export { assertUncopied, assertUnmasking, maskedFaults } from './masked-words'
export { toOriginal } from './original.view'
export { readContent, type OriginalContent } from './report-content'
export { createUnmasking } from './unmasking.service'
