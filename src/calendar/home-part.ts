import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import type { CalendarChanges } from './changes.service'

/** Calendars that wait for this person: entered by somebody else. */
export const createCalendarHomePart =
  ({ proposed }: Pick<CalendarChanges, 'proposed'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'calendar.approve')) return {}
    const waiting = (await proposed(tx)).filter(({ madeBy }) => madeBy !== actor.id)
    return {
      notices: waiting.map(({ id, year }) => ({
        text: `${year} 年的日历改动等您批准。`,
        href: `/staff/admin/calendar/changes/${id}`,
      })),
    }
  }
