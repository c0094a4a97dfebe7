import type { Evidence } from '../evidence'
import type { Filing } from '../filing'
import type { Clock } from '../platform/clock'
import type { Random } from '../platform/random'
import type { ResumeCodes } from '../receipts'
import type { DraftId } from '../vocabulary/ids'
import { createDrafts, type Drafts } from './drafts.service'
import { createFreshCodes, type FreshCode } from './resume-code.service'

type Deps = {
  readonly filing: Filing
  readonly random: Random
  readonly clock: Clock
  readonly evidence: Evidence
  readonly resumeCodes: ResumeCodes
}

export type Intake = Filing & {
  readonly drafts: Drafts
  /** A code for a draft that has none yet. Slow: before any transaction. */
  readonly freshCode: (id: DraftId) => Promise<FreshCode>
  readonly resumeCodes: ResumeCodes
}

export const createIntake = (deps: Deps): Intake => {
  const { filing } = deps
  const drafts = createDrafts(deps)
  return {
    ...filing,
    drafts,
    freshCode: createFreshCodes(deps.resumeCodes),
    resumeCodes: deps.resumeCodes,
    submission: {
      ...filing.submission,
      /** The draft goes with its report; its row, locked by the caller, stays locked until the end. */
      submit: async (tx, draft, lists, receipt) => {
        await Promise.all([
          drafts.remove(tx, draft.id),
          filing.submission.submit(tx, draft, lists, receipt),
        ])
      },
    },
  }
}
