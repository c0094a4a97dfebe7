import type { Response } from 'express'
import type { Tx } from '../platform/db/transaction'
import { carriedOver } from '../sessions'
import type { Answers } from '../vocabulary/report-answers'
import type { DraftHold } from './draft'
import { dataOf, type IntakeDeps } from './wizard.reporter.routes'

/** A new draft, and a new session whose cookie alone opens it. Keeps what else the browser holds. */
export const beginDraft = async (
  tx: Tx,
  deps: IntakeDeps,
  res: Response,
  answers: Answers,
): Promise<DraftHold> => {
  await deps.intake.submission.assertReady(tx)
  const { limits } = await deps.intake.readLists(tx)
  const { hold } = await deps.intake.drafts.start(tx, limits['draft.days'], answers)
  const draft = { id: hold.id, key: hold.key.toString('base64url') }
  const held = (await deps.visits.hold(tx, res)) ?? dataOf(deps, res)
  const { follow } = held
  const kept = follow === undefined ? {} : { follow }
  await deps.visits.begin(tx, res, { ...carriedOver(held, deps.clock()), ...kept, draft })
  return hold
}
