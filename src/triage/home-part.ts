import type { HomePart, StaffKeys } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { homeWishes, seesTeam, toQueueHomePart, toTeamPart, toTodayPart } from './home.view'
import type { Queue } from './queue.service'
import { listTeam, type TeamDeps } from './team.service'
import { findToday, type TodayDeps } from './today.service'

type Deps = TodayDeps & TeamDeps & { readonly queue: Pick<Queue, 'counts'> }

/** What waits in the queue, on the first page of whoever may see it: lamps, today, what is to do, the team. */
export const createQueueHomePart =
  (deps: Deps) =>
  async (tx: Tx, actor: StaffActor, keys: StaffKeys): Promise<HomePart> => {
    if (!isAllowed(actor, 'queue.view')) return {}
    const counts = await deps.queue.counts(tx, actor, homeWishes(actor))
    const team = seesTeam(actor) ? await listTeam(deps, tx, actor) : []
    return {
      ...toQueueHomePart(actor, counts),
      today: toTodayPart(await findToday(deps, tx, actor, keys)),
      ...(team.length === 0 ? {} : { team: toTeamPart(team) }),
    }
  }
