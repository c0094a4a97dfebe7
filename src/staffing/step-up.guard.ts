import type { Response } from 'express'
import { actorOf, keysOf, type SecondFactor } from '../accounts'
import type { Audit } from '../audit'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'

export type GraveDeps = {
  readonly db: Db
  readonly audit: Audit
  readonly secondFactor: SecondFactor
}

/**
 * A change that was refused leaves its reason in the record: in a transaction of its own, because the refusal
 * takes everything else back.
 */
export const recordingRefusal = async <T>(
  { db, audit }: Pick<GraveDeps, 'db' | 'audit'>,
  actor: StaffActor,
  subject: string,
  work: Promise<T>,
): Promise<T> => {
  try {
    return await work
  } catch (error) {
    if (error instanceof KnownError && error.kind !== 'unavailable') {
      const refusal = { deed: 'staffing.refused', subject, ground: error.code } as const
      await db.inTransaction(tx => audit.record(tx, actor, actor.organisationId, refusal))
    }
    throw error
  }
}

type Grave = {
  readonly otp: string
  /** Whom or what it is done to; for the record when it is refused. */
  readonly subject: string
  readonly work: (tx: Tx) => Promise<void>
  /** Whether it has been done already: the same form sent twice, its code used. */
  readonly isDone: (tx: Tx) => Promise<boolean>
}

/** In one transaction: the code is used up together with what it allowed. A wrong one is counted all the same. */
export const withFreshCode = (
  deps: GraveDeps,
  res: Response,
  { otp, subject, work, isDone }: Grave,
): Promise<'right' | 'wrong' | 'locked'> => {
  const answer = deps.db.inTransaction(async tx => {
    const { kind } = await deps.secondFactor.check(tx, keysOf(res), otp)
    if (kind === 'right') await work(tx)
    if (kind !== 'wrong') return kind
    return (await isDone(tx)) ? 'right' : kind
  })
  return recordingRefusal(deps, actorOf(res), subject, answer)
}
