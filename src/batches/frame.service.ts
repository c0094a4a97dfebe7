import type { Filing } from '../filing'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { Batch } from './batch'
import { findBatch, holdBatch } from './batches.repository'
import { readLimits } from './limits.service'
import type { Frame } from './rows.service'

export type FrameDeps = {
  readonly clock: Clock
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly filing: Filing
}

const ownWith =
  (find: typeof findBatch) =>
  async (tx: Tx, actor: StaffActor, id: string): Promise<Batch> => {
    const batch = await find(tx, id)
    // Another's file does not exist, whoever is asked.
    if (batch?.staffId !== actor.id) throw notFound('page')
    return batch
  }

export const own = ownWith(findBatch)
export const ownHeld = ownWith(holdBatch)

export const frameWith =
  (deps: FrameDeps) =>
  async (tx: Tx, { organisationId }: Pick<Batch, 'organisationId'>): Promise<Frame> => {
    const { regionCode } = await deps.organisations.get(tx, organisationId)
    const at = { place: regionCode, on: dayOf(deps.clock()) }
    return {
      lists: await deps.filing.readLists(tx),
      limits: await readLimits(deps)(tx),
      risks: await deps.lawbook.list(tx, 'risk-level', at),
      ownRegion: regionCode,
    }
  }
