// Routes whose line of the matrix (promise 14) is walked by a test of their own, which stands beside each.

/** A form with files: tests/investigation/record.pages.db.test.ts. */
export const uploads = [
  'upload /staff/cases/:caseId/record',
  'upload /staff/import',
  'upload /staff/finance/reconcile',
]

/** An officer's own unfinished sheets: tests/reception/sheet.pages.db.test.ts. */
export const sheets = [
  'get /staff/intake/sheets/:sheetId/check',
  'get /staff/intake/sheets/:sheetId/code',
  'get /staff/intake/sheets/:sheetId/receipt',
  'post /staff/intake/sheets/:sheetId/check',
  'post /staff/intake/sheets/:sheetId/code',
  'post /staff/intake/sheets/:sheetId/drop',
]

/** One list, one hold: tests/retention/lists.pages.db.test.ts has duties, bodies and states. */
export const lists = [
  'get /staff/admin/retention/:runId',
  'get /staff/admin/retention/:runId/certificate',
  'post /staff/admin/retention/:runId/approve',
  'post /staff/admin/retention/:runId/reject',
  'get /staff/admin/retention/holds/:holdId',
  'post /staff/admin/retention/holds/:holdId',
]

/** One request, three parts in it: tests/release/parts.pages.db.test.ts, refused.pages.db.test.ts. */
export const requests = [
  'get /staff/unmask/:requestId',
  'get /staff/unmask/:requestId/identity',
  'post /staff/unmask/:requestId/approve',
  'post /staff/unmask/:requestId/answer',
  'post /staff/unmask/:requestId/open',
  'post /staff/unmask/:requestId/refuse',
  'post /staff/unmask/:requestId/withdraw',
  // One measure, one row of a ledger: tests/findings/journey.pages.db.test.ts.
  'get /staff/cases/:caseId/measures/:measureId',
  'post /staff/cases/:caseId/measures/:measureId',
  'get /staff/cases/:caseId/ledgers/:entryId',
  'post /staff/cases/:caseId/ledgers/:entryId',
  // One letter: tests/serving/letters.pages.db.test.ts.
  'get /staff/letters/:letterId',
  'get /staff/letters/:letterId/paper',
  'post /staff/letters/:letterId/merge',
  'post /staff/letters/:letterId/nobody',
  'post /staff/letters/:letterId/return',
  'post /staff/letters/:letterId/served',
  'post /staff/letters/:letterId/withdraw',
]
