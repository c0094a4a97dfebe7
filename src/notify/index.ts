// Answers for telling officers that there is something new: a mark in the transaction that brings it, and
// in office hours, when the hour of the mark is over, one mail to each person, at most one an hour.
// It never says what is new, how much, or of which case; never writes down when a reporter did something;
// and never knows who handles what, the calendar, or where an address is kept: it asks the floors above.
export { createMailJobs } from './mail.jobs'
export { createMailing } from './mailing.service'
export type { Recipient } from './notice'
export { createNotices, type Notices } from './notices.service'
export { choosePost, createSmtpPost } from './post'
