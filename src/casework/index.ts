// Casework answers for the page of one case: what it is about, its original, its evidence, the talk with
// the reporter, its clocks and its history; for the brief that officers work from; and for the record that
// somebody looked.
// It never shows anything to a person without a key of the case, never shows who the reporter is, and
// never decides which step is possible: the state table in cases does.
export { createCasework } from './casework.service'
