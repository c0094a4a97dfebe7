// Answers for the reporter's way in: the interruption page, the seven steps, the draft, the submission in
// one transaction, and the receipt until it is put away.
// Never keeps an answer in clear, never writes a time finer than a day, never puts anything of a report
// into an address, a log line or a flash, and never opens a case again once it has handed it over.
export { createIntake } from './intake.service'
