import type { Cases } from '../cases'
import type { Lawbook } from '../lawbook'
import type { Clock } from '../platform/clock'
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
  /** The report that a draft became, if it was sent already. */
  readonly findSent: Cases['findByDraft']
}

export const createIntake = (deps: Deps): Intake => {
  const drafts = createDrafts(deps)
  return {
    drafts,
    readLists: createLists(deps),
    submission: createSubmission({ ...deps, drafts }),
    readReceipt: createReadReceipt(deps),
    findSent: deps.cases.findByDraft,
  }
}
