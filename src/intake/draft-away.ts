import type { Tx } from '../platform/db/transaction'
import type { OpenDraft } from './draft'
import type { IntakeDeps } from './wizard.reporter.routes'

/** False when it was sent from another window meanwhile: what became a report is not thrown away. */
export const throwAway = async (
  tx: Tx,
  { intake, evidence }: Pick<IntakeDeps, 'intake' | 'evidence'>,
  draft: OpenDraft,
): Promise<boolean> => {
  if ((await intake.drafts.hold(tx, draft)) === undefined)
    return (await intake.findSent(tx, draft.id)) === undefined
  await evidence.dropDraft(tx, draft.id)
  await intake.drafts.remove(tx, draft.id)
  return true
}
