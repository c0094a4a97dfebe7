// Answers for lists of clues that come as a sheet: sealed at arrival for the one officer who brought it, its columns
// mapped, every row looked at before anything happens, and then made into cases one by one, as a job with a ticket
// for this one file, that goes on where it stopped and makes each row once.
// Never keeps a row in clear, never opens a case for the job, and never imports what nobody has looked at.
export { createBatchJobs } from './batches.jobs'
export { eraseBatchRows } from './batches.repository'
export { createBatches } from './batches.service'
export { vouchedBatches } from './mappings.service'
