import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import type { Register } from './register.service'

/** What waits to be published, and what should no longer be public, for those who publish. */
export const createRegisterHomePart =
  ({ desk }: Pick<Register, 'desk'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'register.publish')) return {}
    const { written, changed, overdue } = await desk.counts(tx, actor)
    const light = {
      ...({ lamp: 'red', count: String(overdue) } as const),
      ...{ word: '公开的决定过了撤回的期限', href: '/staff/register?state=changed' },
    }
    return {
      ...(overdue === 0 ? {} : { lights: [light] }),
      tiles: [
        { href: '/staff/register', count: String(written), word: '等着批准公开的决定' },
        { href: '/staff/register?state=changed', count: String(changed), word: '要撤回的决定' },
      ],
    }
  }
