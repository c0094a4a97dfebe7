import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import { findEnded, findRunning, insertDeadline, moveDeadlines } from './deadlines.repository'
import { copyPauses } from './pauses.repository'
import type { Recounting } from './recount.service'

/** A finished clock is never opened: another one runs in its place. */
export const beginAgain = async (
  { recountOne }: Pick<Recounting, 'recountOne'>,
  tx: Tx,
  caseId: CaseId,
  ruleCode: string,
): Promise<void> => {
  const ended = await findEnded(tx, caseId, ruleCode)
  if (ended === undefined || (await findRunning(tx, caseId, ruleCode)) !== undefined) return
  const made = await insertDeadline(tx, caseId, { ...ended, id: undefined })
  if (made === undefined) return
  await copyPauses(tx, ended.id, made.id)
  await moveDeadlines(tx, [await recountOne(tx, made)])
}
