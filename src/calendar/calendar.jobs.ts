import { z } from 'zod'
import type { Db } from '../platform/db/database'
import type { JobList } from '../platform/jobs/worker'
import type { CalendarChangeId } from '../vocabulary/ids'
import { CALENDAR_WALK, orderTurn } from './turns'
import type { Walking } from './walk.service'

const CALENDAR_ROUND = 'calendar.round'
const Payload = z.object({
  id: z.uuid().transform(id => id as CalendarChangeId),
  turn: z.enum(['a', 'b']),
})

/** A worker that died leaves a walk where it was: the round takes it up again. */
export const createCalendarJobs = ({
  db,
  calendarWalk,
}: {
  readonly db: Db
  readonly calendarWalk: Walking
}): JobList => ({
  tasks: {
    [CALENDAR_WALK]: async payload => {
      const { id, turn } = Payload.parse(payload)
      if (await calendarWalk.work(id)) return
      await db.inTransaction(tx => orderTurn(tx, { id, turn: turn === 'a' ? 'b' : 'a' }))
    },
    [CALENDAR_ROUND]: async () => {
      await db.inTransaction(calendarWalk.takeUp)
      await db.inTransaction(calendarWalk.settle)
    },
  },
  cron: [{ task: CALENDAR_ROUND, match: '* * * * *' }],
})
