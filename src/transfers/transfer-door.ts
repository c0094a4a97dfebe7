import type { Request, Response } from 'express'
import { actorOf } from '../accounts'
import type { Audit } from '../audit'
import { recordDenied, type Cases } from '../cases'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import { notFound } from '../platform/errors'
import { readPath } from '../platform/http/path'
import type { Random } from '../platform/random'
import type { TransferId } from '../vocabulary/ids'
import { TransferParams } from './transfer.schema'
import type { Transfers } from './transfers.service'

export type TransferDoorDeps = {
  readonly db: Db
  readonly audit: Audit
  readonly cases: Cases
  readonly clock: Clock
  readonly random: Random
  readonly transfers: Transfers
}

/** Of a case of others there is nothing here; the attempt stands in the record of the case. */
export const admitted = async (
  deps: TransferDoorDeps,
  req: Request,
  res: Response,
): Promise<TransferId> => {
  const { transferId } = readPath(TransferParams, req.params)
  const actor = actorOf(res)
  const hidden = await deps.db.inTransaction(tx => deps.transfers.hiddenCase(tx, actor, transferId))
  if (hidden === undefined) return transferId
  await recordDenied(deps, actor, hidden)
  throw notFound('transfer')
}
