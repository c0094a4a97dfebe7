import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import type { LawDrafts } from './drafts.service'
import { draftHref } from './lawmaking.view'
import { kindWords } from './words'

/** New versions of law that wait for this person: written by somebody else. */
export const createLawHomePart =
  ({ open }: Pick<LawDrafts, 'open'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'law.approve')) return {}
    const waiting = (await open(tx)).filter(
      ({ state, madeBy }) => state === 'proposed' && madeBy !== actor.id,
    )
    return {
      notices: waiting.map(draft => ({
        text: `${new Map(Object.entries(kindWords)).get(draft.kind) ?? ''}的新版本等您批准。`,
        href: draftHref(draft),
      })),
    }
  }
