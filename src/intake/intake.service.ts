import type { Evidence } from '../evidence'
import type { Filing } from '../filing'
import type { Clock } from '../platform/clock'
import type { Random } from '../platform/random'
import { createDrafts, type Drafts } from './drafts.service'

type Deps = {
  readonly filing: Filing
  readonly random: Random
  readonly clock: Clock
  readonly evidence: Evidence
}

export type Intake = Filing & { readonly drafts: Drafts }

export const createIntake = (deps: Deps): Intake => {
  const { filing } = deps
  const drafts = createDrafts(deps)
  return {
    ...filing,
    drafts,
    submission: {
      ...filing.submission,
      /** The draft goes with its report; its row, locked by the caller, stays locked until the end. */
      submit: async (tx, draft, lists, receipt) => {
        await drafts.remove(tx, draft.id)
        return filing.submission.submit(tx, draft, lists, receipt)
      },
    },
  }
}
