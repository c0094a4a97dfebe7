import type { RequestHandler, Response } from 'express'
import { actorOf, visitorOf } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import { forbidden } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Log } from '../platform/log'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { Permission } from '../vocabulary/permission'
import { readQueuePath } from '../vocabulary/staff-paths'
import { mayTake } from './bulk-step'
import {
  bulkForm,
  BulkPath,
  chosenErrors,
  handlersError,
  readChosen,
  type Chosen,
} from './bulk.schema'
import { createBulk, type Bulk, type BulkDeps } from './bulk.service'
import { toBulkPage, toBulkResult } from './bulk.view'

type Deps = Omit<BulkDeps, 'onFailed'> & { readonly random: Random; readonly log: Log }
type Open = Deps & { readonly bulk: Bulk }

export const openBulkDoors = (staff: Doors<Permission>, deps: Deps): void => {
  const onFailed = (error: unknown) => {
    deps.log.error({ err: error }, 'one of many failed')
  }
  const open = { ...deps, bulk: createBulk({ ...deps, onFailed }) }
  staff.post('/staff/queue/bulk', 'queue.view', preview(open))
  staff.post('/staff/queue/bulk/run', 'queue.view', run(open))
  staff.get('/staff/queue/bulk/:runId', 'queue.view', show(open))
}

type Law = {
  readonly cap: number
  readonly people: Awaited<ReturnType<Bulk['people']>>
  readonly grounds: Awaited<ReturnType<BulkDeps['decisions']['grounds']>>
  readonly limits: { readonly min: number; readonly max: number }
}

const lawOf = async ({ bulk, decisions }: Open, tx: Tx, actor: StaffActor): Promise<Law> => ({
  cap: await bulk.cap(tx),
  people: await bulk.people(tx, actor),
  grounds: await decisions.grounds(tx, actor),
  limits: await decisions.reasonLimits(tx, actor),
})

type Asked = { readonly chosen: Chosen; readonly form: FormState }

/** The page that asks for confirmation, by how things stand now. */
const draw = async (deps: Open, res: Response, { chosen, form }: Asked): Promise<number> => {
  const { actor, keys } = visitorOf(res)
  const { page, faulty } = await deps.db.inTransaction(async tx => {
    const law = await lawOf(deps, tx, actor)
    const errors = chosenErrors(chosen, law.cap)
    const faulty = Object.keys(errors).length > 0
    const known = law.people.map(({ id }) => id)
    const handlers = chosen.handlers.filter(id => known.includes(id)).slice(0, 2)
    const action = chosen.do ?? 'accept'
    const picks = faulty ? [] : chosen.pick
    const shown = await deps.bulk.preview(tx, { actor, keys, action, picks, handlers })
    const drawn = { ...law, back: chosen.back, once: deps.random.uuid(), form, errors }
    return { page: toBulkPage(shown, drawn), faulty }
  })
  const status = faulty || Object.keys(form.errors).length > 0 ? 422 : 200
  res.status(status).render('triage/bulk', page)
  return status
}

/** What was chosen, of what the person's duties have. @throws forbidden('permission') */
const chosenBy = (actor: StaffActor, body: unknown): Chosen => {
  const chosen = readChosen(body)
  if (chosen.do !== undefined && !mayTake(actor, chosen.do)) throw forbidden('permission')
  return chosen
}

const preview =
  (deps: Open): RequestHandler =>
  async (req, res) => {
    await draw(deps, res, { chosen: chosenBy(actorOf(res), req.body), form: blankForm })
  }

const readDeed = (chosen: Chosen, law: Law, body: unknown) => {
  const action = chosen.do ?? 'accept'
  const grounds = law.grounds.map(({ code }) => code)
  const read = readForm(bulkForm({ action, grounds, ...law.limits }), body)
  const people = law.people.map(({ id }) => id)
  const wrong = action === 'assign' ? handlersError(chosen.handlers, people) : undefined
  if (wrong === undefined) return read
  const form = read.ok ? { values: read.value, errors: {} } : read.form
  return { ok: false, form: { ...form, errors: { ...form.errors, handlers: wrong } } } as const
}

const run =
  (deps: Open): RequestHandler =>
  async (req, res) => {
    const { actor, keys } = visitorOf(res)
    const chosen = chosenBy(actor, req.body)
    const law = await deps.db.inTransaction(tx => lawOf(deps, tx, actor))
    const read = readDeed(chosen, law, req.body)
    if (Object.keys(chosenErrors(chosen, law.cap)).length > 0 || !read.ok) {
      await draw(deps, res, { chosen, form: read.ok ? blankForm : read.form })
      return
    }
    const { pick: picks, handlers, back, do: action = 'accept' } = chosen
    await deps.bulk.run({ actor, keys, action, picks, handlers, ...read.value })
    const query = back === '' ? '' : `?${new URLSearchParams({ back }).toString()}`
    res.redirect(303, `/staff/queue/bulk/${read.value.once}${query}`)
  }

const show =
  ({ db, bulk }: Open): RequestHandler =>
  async (req, res) => {
    const { runId } = readPath(BulkPath, req.params)
    const result = await db.inTransaction(tx => bulk.result(tx, visitorOf(res), runId))
    res.render('triage/bulk-result', toBulkResult(result, readQueuePath(req.query['back'])))
  }
