// The ledger of clues 台账: every clue of a body with source, cause, person, days, state, what closed it, and why it
// was not closed in time; with chosen columns, kept layouts, totals, files taken out with a reason and a fresh
// code, and the clearing report of a period 清零报告.
// Never decides a case, never opens more than the session may, and never takes out a target that is not masked.
export { eraseReasons } from './ledger.repository'
export { createLedger } from './ledger.service'
export { vouchedLedger } from './vouched'
