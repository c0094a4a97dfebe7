// Answers for the receipt code: how it is made, written, read back, and turned into the value that
// finds a report and the key that opens the reporter's side of it.
// It stores nothing, logs nothing, and never knows whether a code exists.
export { inGroups, type ReceiptCode } from './code.rules'
export { createReceipts, type DerivedReceipt, type Receipts } from './receipts.service'
