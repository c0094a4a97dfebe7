import type { Clock } from '../platform/clock'
import type { Lawbook } from '../lawbook'
import { createDrafts, type Drafts } from './drafts.service'
import { createLists, type ReadLists } from './lists.service'
import { createReadReceipt, type ReadReceipt } from './receipt.service'
import { createSubmission, type Submission, type SubmissionDeps } from './submission.service'

type Deps = Omit<SubmissionDeps, 'drafts'> & { readonly clock: Clock; readonly lawbook: Lawbook }

export type Intake = {
  readonly drafts: Drafts
  readonly readLists: ReadLists
  readonly submission: Submission
  readonly readReceipt: ReadReceipt
}

export const createIntake = (deps: Deps): Intake => {
  const drafts = createDrafts(deps)
  return {
    drafts,
    readLists: createLists(deps),
    submission: createSubmission({ ...deps, drafts }),
    readReceipt: createReadReceipt(deps),
  }
}
