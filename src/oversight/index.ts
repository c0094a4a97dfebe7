// 督办: a body asks one below it, about a case or a matter, for an answer by a day; it is received, answered, chased,
// prolonged, sent back where the answer does not do, and closed by another than who wrote it.
// Never opens the case to the body above, never changes the case or its clocks: being supervised is a mark beside its
// state. What is written is read by the desks of the two bodies and by who handles the case.
export { createLettersHomePart } from './home-part'
export { letterResealer } from './letter-keys.service'
export { deleteLetters as eraseLetters } from './letters.repository'
export { createLetters } from './letters.service'
export { verifySampleCommand } from './verify-sample.command'
export { vouchedSamples } from './vouched'
export { createLetterSource } from './source.service'
