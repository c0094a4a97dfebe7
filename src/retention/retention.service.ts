import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import type { Blobs } from '../platform/blobs'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { RunId } from '../vocabulary/ids'
import { createErasing, type Eraser } from './erasing.service'
import { createHolds, type Holds } from './holds.service'
import { listUnfinished } from './runs.repository'
import { createRuns, type Runs } from './runs.service'
import { createTerms } from './terms.service'
import { orderTurn } from './turns'

export type { Eraser } from './erasing.service'

type Deps = {
  readonly db: Db
  readonly blobs: Blobs
  readonly audit: Audit
  readonly cases: Cases
  readonly deadlines: Deadlines
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly accounts: Accounts
  readonly clock: Clock
  readonly random: Random
  readonly erasers: readonly Eraser[]
}

export type Retention = Runs & {
  readonly holds: Holds
  readonly newId: () => RunId
  readonly namesOf: Accounts['namesOf']
  /** For the job: see createErasing. */
  readonly work: (id: RunId) => Promise<boolean>
  /** Lists that nobody is at any more get a worker again. */
  readonly takeUp: (tx: Tx) => Promise<void>
}

export const createRetention = (deps: Deps): Retention => {
  const termsOf = createTerms(deps)
  return {
    ...createRuns({ ...deps, termsOf }),
    holds: createHolds(deps),
    newId: () => deps.random.uuid() as RunId,
    namesOf: deps.accounts.namesOf,
    work: createErasing({ ...deps, termsOf }),
    takeUp: async tx => {
      for (const id of await listUnfinished(tx)) await orderTurn(tx, { id, turn: 'a' })
    },
  }
}
