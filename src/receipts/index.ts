// Answers for the codes that reporters write down, the receipt code and the resume code: how they are made,
// written, read back, and turned into the value that finds a row and the key that opens what lies in it.
// It stores nothing, logs nothing, and never knows whether a code exists.
export { inGroups, type ReceiptCode } from './code.rules'
export { createReceipts, type DerivedReceipt, type Receipts } from './receipts.service'
export type { ResumeCode } from './resume-code.rules'
export { createResumeCodes, type DerivedResume, type ResumeCodes } from './resume-codes.service'
