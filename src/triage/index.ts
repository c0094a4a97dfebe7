// Triage answers for the list of cases an officer may see (filters, order, paging, counts) and for
// intake's three decisions on a case: accept, refuse with a ground, assign two handlers.
// It never shows a case of another body, never opens an original, and holds no state of its own: which
// step is possible says the state table in cases.
export { deleteItemsOf as eraseBulkItems } from './bulk.repository'
export { createDecisions } from './decisions.service'
export { createQueueHomePart } from './home-part'
export { createQueue } from './queue.service'
export { createQueueOptions } from './queue-options.service'
export { readListAddress } from './queue.schema'
export { vouchedTriage } from './vouched'
