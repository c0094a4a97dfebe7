import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import { actorOf, type Accounts } from '../accounts'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { StaffActor } from '../vocabulary/actor'
import type { Permission } from '../vocabulary/permission'
import type { QueueOptions } from './queue-options.service'
import { knownChoices, readQueue } from './queue.schema'
import type { Queue } from './queue.service'
import { readViewQuery, viewForm, ViewPath } from './views.schema'
import { viewDeeds } from './views.service'
import { toViewsPage } from './views.view'

type Deps = {
  readonly db: Db
  readonly accounts: Accounts
  readonly queue: Pick<Queue, 'soonDays' | 'views'>
  readonly queueOptions: QueueOptions
}

export const openViewDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/views', 'queue.view', show(deps))
  staff.post('/staff/views', 'queue.view', save(deps))
  staff.post('/staff/views/:viewId', 'queue.view', change(deps))
}

const pageOf = async (
  { accounts, queue, queueOptions }: Deps,
  tx: Tx,
  actor: StaffActor,
  { wanted, form }: { readonly wanted: string | undefined; readonly form: FormState },
) => {
  const options = await queueOptions(tx, actor)
  const choices = knownChoices(options)
  const kept = await queue.views.list(tx, actor)
  const query = wanted === undefined ? undefined : readViewQuery(wanted, choices)
  const shown = {
    me: actor.id,
    views: kept,
    names: await accounts.namesOf(tx, [...new Set(kept.map(({ staffId }) => staffId))]),
    wishOf: (text: string) =>
      readQueue(Object.fromEntries(new URLSearchParams(text)), choices).wish,
    options,
    soonDays: await queue.soonDays(tx),
    limit: (await queue.views.limits(tx)).name,
  }
  return toViewsPage(shown, query, form)
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const [, wanted] = req.originalUrl.split('?')
    const page = await deps.db.piecemeal(tx =>
      pageOf(deps, tx, actorOf(res), { wanted, form: blankForm }),
    )
    res.render('triage/views', page)
  }

const faults = {
  'name-taken': { name: '您已经有一个叫这个名字的视图，请换一个名字' },
  'too-many': { name: '您存的视图已经到了上限，请先删掉不用的' },
} as const

const Sent = z.object({ query: z.string().max(1000) }).catch({ query: '' })

const redraw = async (deps: Deps, res: Response, form: FormState, body: unknown) => {
  const { query: wanted } = Sent.parse(body)
  const page = await deps.db.piecemeal(tx => pageOf(deps, tx, actorOf(res), { wanted, form }))
  res.status(422).render('triage/views', page)
}

const save =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const actor = actorOf(res)
    const schema = await deps.db.piecemeal(async tx =>
      viewForm(
        (await deps.queue.views.limits(tx)).name,
        knownChoices(await deps.queueOptions(tx, actor)),
      ),
    )
    const read = readForm(schema, req.body)
    if (!read.ok) {
      await redraw(deps, res, read.form, req.body)
      return
    }
    const outcome = await deps.db.inTransaction(tx => deps.queue.views.save(tx, actor, read.value))
    if (outcome === 'saved') {
      res.redirect(303, '/staff/views')
      return
    }
    await redraw(
      deps,
      res,
      { values: { name: read.value.name }, errors: faults[outcome] },
      req.body,
    )
  }

const Deed = z.object({ do: z.enum(viewDeeds) })

const change =
  ({ db, queue }: Deps): RequestHandler =>
  async (req, res) => {
    const { viewId } = readPath(ViewPath, req.params)
    const read = readForm(Deed, req.body)
    if (read.ok)
      await db.inTransaction(tx => queue.views.change(tx, actorOf(res), viewId, read.value.do))
    res.redirect(303, '/staff/views')
  }
