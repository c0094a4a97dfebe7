import type { Response } from 'express'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { ReporterGuard } from '../sessions'
import type { DraftHold, OpenDraft } from './draft'
import type { Intake } from './intake.service'
import type { FreshCode } from './resume-code.service'

type Deps = { readonly db: Db; readonly visits: ReporterGuard; readonly intake: Intake }

/** The code that a draft gets when it is put aside for the first time. Slow, so before the transaction. */
export const codeToPutAside = async (
  { db, intake }: Deps,
  held: DraftHold | undefined,
): Promise<FreshCode | undefined> => {
  if (held === undefined) return undefined
  const draft = await db.piecemeal(tx => intake.drafts.find(tx, held))
  return draft === undefined || draft.resumeCode !== undefined
    ? undefined
    : intake.freshCode(draft.id)
}

/**
 * 存下来，以后再填: the draft gets its days and its code, this browser goes on holding it. The draft is locked
 * by the caller, so a submission cannot be overwritten.
 * @returns the page that shows the code
 */
export const putAside = async (
  tx: Tx,
  { visits, intake }: Deps,
  res: Response,
  { draft, fresh }: { readonly draft: OpenDraft; readonly fresh: FreshCode | undefined },
): Promise<string> => {
  const data = await visits.hold(tx, res)
  if (data?.draft === undefined) throw refused('session.ended')
  const { limits } = await intake.readLists(tx)
  await intake.drafts.keep(tx, draft, limits['draft.days'], fresh)
  if (data.draft.kept !== true)
    await visits.save(tx, res, { ...data, draft: { ...data.draft, kept: true } })
  return '/report/later'
}
