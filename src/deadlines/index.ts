// Deadlines answers for every clock of a case: when it starts, when it is due, and why on that day,
// counted by the State Council's calendar in Asia/Shanghai whatever the process' time zone.
// It never holds the lengths (the lawbook does) and never decides what follows when a day is missed.
export { createCalendarYears, type CalendarYears } from './calendar-years.service'
export type { CalendarYear } from './calendar.repository'
export type { DueClock } from './due-clocks.repository'
export { createDueClocks, type DueClocks } from './due-clocks.service'
export { createDeadlines, type Deadlines, type ReporterClock } from './deadlines.service'
export { explainCommand } from './explain.command'
export type { ExtensionRule } from './extension.rules'
export type { OpenExtension } from './extensions.service'
export type { ExtensionBoard } from './extensions-board.service'
export { isStartedByHand } from './by-hand.service'
export { createOfficeHours, type OfficeHours } from './office-hours.service'
export type { ClockMove, ClockPause, Deadline, DueDate, PlannedClock } from './deadline'
export type { ClockCount } from './clock.rules'
export type { Lamp } from './lamp.rules'
export type { DayStep } from './period.rules'
