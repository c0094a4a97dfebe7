// Answers for what follows when a clock of a case comes near its day or passes it: reminders to those who handle
// the case, then to their principal, then to the supervision desk above, each step once for each clock, in office
// hours, on any number of nodes; and for everybody's own list of such reminders.
// Never counts a day (deadlines does), never says what a case is about, never opens one, and never moves a clock.
export { eraseReminders } from './alerts.repository'
export { createAlerts } from './alerts.service'
export { createAlertsHomePart } from './home-part'
export { insertAlerts } from './steps.repository'
export { createReminderJobs } from './reminders.jobs'
export { createSweep, type SweepDeps } from './sweep.service'
