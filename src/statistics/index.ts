// Statistics answers for figures: what came in, whether clocks were kept, what was found, what came back to the
// fund, by body, month, category and source; small numbers hidden, with what would give them away; and for the
// reports that a body signs and sends to the body above.
// Never knows a case, a reporter or a text, and never shows a body that is not the reader's own or below it.
export { createStatisticsHomePart } from './home-part'
export { createStatisticsReports } from './reports.service'
export { createStatistics } from './statistics.service'
