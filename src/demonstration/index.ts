// Answers for the demonstration: invented bodies and people with real keys, so that everything can be tried on
// one machine. It writes their passwords, one-time secrets and the recovery shares into the data directory.
// Never runs beside a database that was given: a real installation is set up on a terminal, by people.
export { demoCode } from './demo-otp'
export { seedDemonstration } from './seed.service'
