// Transfers 移送 to departments outside: what goes there by the list of materials, the pack itself, the approval of a
// second person, the one archive that leaves, its receipt, its answer and the clocks of it.
// Never opens an original, never holds a key to an identity, and never lets a word leave that a reporter wrote.
export { orWasTransferred } from './checks.service'
export { createTransfersHomePart } from './home-part'
export { deleteTransfers as eraseTransfers } from './transfers.repository'
export { createTransfers } from './transfers.service'
