// Answers for how often the same network may knock: counts kept together by all nodes, under keys that
// nobody can turn back into an address once the hour is over, and a place in line for slow work.
// It knows networks, never persons; it stores no address, no time and no name of a door in clear.
// It never refuses what a client who cannot be told apart sends (a proxy without its header would make one
// person of everybody), and it decides nothing about a report: haste is marked, not refused.
export { createBrakes } from './brakes.guard'
export type { Budgets } from './budgets.rules'
export { createCounters, type Counters } from './counters.service'
export { secondsShown, stampPage } from './shown'
