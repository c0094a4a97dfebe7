// Search answers for finding a case by what is sealed in it: the key of each organisation under which words
// become hashes, the index of those hashes, written when an officer opens what was sent, and the page that
// asks it. It also tells which cases resemble one another.
// It never keeps a word or a question in clear, never indexes who reported or who is paid, and never shows
// anything that the page of the case would not show to the same person.
export { vouchedSearch } from './vouched'
export { createSearchResealer } from './reseal.service'
export type { SearchKeyState } from './renewal.service'
export { createSearch, type Search } from './search.service'
export { readCaseNumber } from './fold.rules'
export { toRelated } from './related.view'
