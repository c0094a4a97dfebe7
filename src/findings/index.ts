// Answers for what was found out in a case and what follows from it: violations with their legal basis, amounts to
// the fen, fines and the bands they lie in; measures with who, until when and by what proof; and the two ledgers of
// money that came in, for the fund and for the treasury.
// Never decides a case and never takes a step of it: it says what is written, what is missing, and what is done.
// What was decided on, ended or posted is never changed here: it gets a version, or a counter-entry.
export { createBoard } from './board.service'
export { createFindingChecks } from './checks.service'
export { eraseFindings } from './erase.service'
export { toFindingSummary } from './finding-summary.view'
export { suggestOutcome } from './finding.rules'
export { createFindings, findingMark, type Findings } from './findings.service'
export { createMeasuresHomePart } from './home-part'
export { toLedgerTotals } from './ledger.view'
export { createIdentifying } from './identifying.service'
export { createLedgers, type Ledgers } from './ledgers.service'
export { toMeasureRows } from './measure.view'
export { createMeasures, type Measures } from './measures.service'
export type { FindingFile } from './finding'
export type { LedgersFile } from './ledger'
export type { MeasuresFile } from './measure'
