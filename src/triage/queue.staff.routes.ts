import type { RequestHandler } from 'express'
import { actorOf, keysOf } from '../accounts'
import type { Db } from '../platform/db/database'
import type { Doors } from '../platform/http/doors'
import type { Permission } from '../vocabulary/permission'
import { bulkActions, mayTake } from './bulk-step'
import type { QueueOptions } from './queue-options.service'
import { knownChoices, readQueue } from './queue.schema'
import type { Queue } from './queue.service'
import { toQueuePage } from './queue.view'
import { viewHref } from './views.view'

type Deps = {
  readonly db: Db
  readonly queue: Queue
  readonly queueOptions: QueueOptions
}

export const openQueueDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/queue', 'queue.view', show(deps))
}

const show =
  ({ db, queue, queueOptions }: Deps): RequestHandler =>
  async (req, res) => {
    const actor = actorOf(res)
    // The filters always stand in the address: the bare one leads to the list that the person has chosen as usual.
    const usual = req.originalUrl.includes('?')
      ? undefined
      : await db.piecemeal(tx => queue.views.usual(tx, actor))
    if (usual !== undefined) {
      res.redirect(303, viewHref(usual))
      return
    }
    const steps = bulkActions.filter(action => mayTake(actor, action))
    const { page, status } = await db.piecemeal(async tx => {
      const [options, saved] = await Promise.all([
        queueOptions(tx, actor),
        queue.views.list(tx, actor),
      ])
      const request = readQueue(req.query, knownChoices(options))
      const findings = await queue.page(tx, actor, keysOf(res), request)
      const isKnown = Object.keys(request.problems).length === 0
      return {
        page: toQueuePage(request, findings, { options, steps, saved }),
        status: isKnown ? 200 : 400,
      }
    })
    res.status(status).render('triage/queue', page)
  }
