import type { Accounts, SecondFactor } from '../accounts'
import type { Audit } from '../audit'
import type { Lawbook } from '../lawbook'
import type { Payouts } from '../payouts'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { BatchId } from '../vocabulary/ids'

export type PaymentDoorDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly lawbook: Lawbook
  readonly accounts: Pick<Accounts, 'namesOf'>
  readonly payouts: Payouts
  readonly audit: Pick<Audit, 'record'>
  readonly secondFactor: Pick<SecondFactor, 'check'>
}

type About = { readonly on?: BatchId }

/** A refusal at the money leaves a record of its own, for what was begun is undone: who, which batch, why; no content. */
export const keepingRefusals = async <T>(
  { db, audit }: Pick<PaymentDoorDeps, 'db' | 'audit'>,
  actor: StaffActor,
  { on }: About,
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof KnownError && (error.kind === 'refused' || error.kind === 'forbidden'))
      await db.inTransaction(tx =>
        audit.record(tx, actor, actor.organisationId, {
          ...(on === undefined
            ? { deed: 'bank-answer.refused' }
            : { deed: 'pay-batch.refused', subject: on }),
          ground: error.code,
        }),
      )
    throw error
  }
}

export const limitsIn = ({ lawbook, clock }: PaymentDoorDeps, tx: Tx) =>
  lawbook.limits(tx, { place: '*', on: dayOf(clock()) })

export const layoutsIn = ({ lawbook, clock }: PaymentDoorDeps, tx: Tx) =>
  lawbook.list(tx, 'bank-layout', { place: '*', on: dayOf(clock()) })
