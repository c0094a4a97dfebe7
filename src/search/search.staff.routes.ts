import type { RequestHandler, Response } from 'express'
import { actorOf, visitorOf } from '../accounts'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import { forbidden } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import type { Session } from '../sessions'
import type { Permission } from '../vocabulary/permission'
import { askForm, readAsked } from './search.schema'
import { UNINDEXED_CAP, type Search } from './search.service'
import { toSearchPage } from './search.view'

type Deps = { readonly db: Db; readonly clock: Clock; readonly search: Search }

export const openSearchDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/search', 'queue.view', show(deps))
  staff.post('/staff/search', 'queue.view', ask(deps))
}

const sessionOf = (res: Response): Session => {
  const { staffSession } = res.locals
  if (staffSession === undefined) throw forbidden('sign-in')
  return staffSession
}

const common = ({ clock }: Deps) => ({ cap: UNINDEXED_CAP, today: dayOf(clock()) })

const drawForm = async (
  deps: Deps,
  res: Response,
  form: FormState,
  gone = false,
): Promise<void> => {
  const reach = await deps.db.inTransaction(tx => deps.search.reach(tx, visitorOf(res)))
  res.render('search/search', toSearchPage({ form, reach, gone, ...common(deps) }))
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { find: id, before } = readAsked(req.query)
    const q = id === undefined ? undefined : deps.search.asked(sessionOf(res), id)
    if (id === undefined || q === undefined) {
      await drawForm(deps, res, blankForm, id !== undefined)
      return
    }
    const answer = await deps.db.inTransaction(tx =>
      deps.search.answer(tx, visitorOf(res), { q, before }),
    )
    const form = { values: { q }, errors: {} }
    const shown = { form, reach: answer, answer, id, paged: before !== undefined }
    res.render('search/search', toSearchPage({ ...shown, ...common(deps) }))
  }

const ask =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const actor = actorOf(res)
    const max = await deps.db.piecemeal(tx => deps.search.limit(tx, actor))
    const read = readForm(askForm(max), req.body)
    if (!read.ok) {
      await drawForm(deps, res.status(422), read.form)
      return
    }
    const { q } = read.value
    const id = await deps.db.inTransaction(tx => deps.search.ask(tx, actor, sessionOf(res), q))
    res.redirect(303, `/staff/search?${new URLSearchParams({ find: id }).toString()}`)
  }
