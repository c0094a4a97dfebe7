// Answers for the demonstration: invented bodies and people with real keys, and a bureau's year of invented cases
// made by the house's own services, so that everything can be tried and shown on one machine. It writes their
// passwords, one-time secrets and the recovery shares into the data directory.
// Never runs beside a database that was given: a real installation is set up on a terminal, by people.
export { demoCommand } from './demo.command'
export { demoCode } from './demo-otp'
export { seedDemonstration } from './seed.service'
export { createStageClock } from './stage-clock'
