// Answers for what is kept how long, and for the end: which closed cases are due by their outcome's term, which
// are held back by law, the list that one person draws up and another approves, and the job that then destroys
// keys, sealed rows and bytes case by case, leaving a tombstone and a certificate.
// Never opens a case: it works on numbers and days. Never destroys what is open, held, or has a clock running,
// and never anything of the record of deeds.
export { createRetentionHomePart } from './home-part'
export { createRetentionJobs } from './retention.jobs'
export { createRetention, type Eraser } from './retention.service'
