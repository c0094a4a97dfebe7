import type { Cases } from '../cases'
import type { Lawbook } from '../lawbook'
import type { Clock } from '../platform/clock'
import { createLists, type ReadLists } from './lists.service'
import { createLateNaming, type LateNaming } from './naming.service'
import { createReadReceipt, type ReadReceipt } from './receipt.service'
import { createSubmission, type Submission, type SubmissionDeps } from './submission.service'

type Deps = SubmissionDeps & { readonly clock: Clock; readonly lawbook: Lawbook }

export type Filing = {
  readonly readLists: ReadLists
  readonly submission: Submission
  readonly lateNaming: LateNaming
  readonly readReceipt: ReadReceipt
  /** The report that a draft or an officer's sheet became, if it was sent already. */
  readonly findSent: Cases['findByDraft']
}

export const createFiling = (deps: Deps): Filing => ({
  readLists: createLists(deps),
  submission: createSubmission(deps),
  lateNaming: createLateNaming(deps),
  readReceipt: createReadReceipt(deps),
  findSent: deps.cases.findByDraft,
})
