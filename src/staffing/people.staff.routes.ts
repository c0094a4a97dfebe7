import type { Request, RequestHandler, Response } from 'express'
import { actorOf, stepUpFaults } from '../accounts'
import type { Organisations } from '../organisations'
import type { Config } from '../platform/config'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { Duty } from '../vocabulary/duty'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { refusalSentence } from '../vocabulary/refusal-words'
import { refusals } from '../vocabulary/refusals'
import type { StaffAdmin } from './admin.service'
import {
  DisableForm,
  NewPersonForm,
  NewPersonQuery,
  PeopleQuery,
  PersonPath,
  TickedDuties,
} from './people.schema'
import {
  clashWords,
  personHref,
  toDisablePage,
  toLinkPage,
  toNewPersonPage,
  toPeoplePage,
  toPersonPage,
} from './people.view'
import type { Review } from './review.service'
import type { Scope } from './scope.service'
import { recordingRefusal, withFreshCode, type GraveDeps } from './step-up.guard'

type Deps = GraveDeps & {
  readonly config: Pick<Config, 'staffUrl'>
  readonly random: Random
  readonly organisations: Organisations
  readonly scope: Scope
  readonly staffAdmin: StaffAdmin
  readonly review: Review
}

export const openPeopleDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/admin/users', 'staff.view', list(deps))
  staff.get('/staff/admin/users/new', 'staff.invite', askNew(deps))
  staff.post('/staff/admin/users/new', 'staff.invite', add(deps))
  staff.get('/staff/admin/users/:staffId', 'staff.view', show(deps))
  staff.post('/staff/admin/users/:staffId/duties', 'staff.propose', propose(deps))
  staff.post('/staff/admin/users/:staffId/invitation', 'staff.invite', giveLink(deps))
  staff.get('/staff/admin/users/:staffId/disable', 'staff.disable', askDisable(deps))
  staff.post('/staff/admin/users/:staffId/disable', 'staff.disable', disable(deps))
}

/** More bodies than this are filtered by from their own page. */
const MOST_BODIES = 200

const list =
  ({ db, scope, staffAdmin, organisations }: Deps): RequestHandler =>
  async (req, res) => {
    const actor = actorOf(res)
    const asked = PeopleQuery.parse(req.query)
    const page = await db.inTransaction(async tx => {
      const ids = await scope.bodies(tx, actor)
      const all = (await organisations.list(tx)).filter(
        ({ id }) => id === asked.body || (ids.length <= MOST_BODIES && ids.includes(id)),
      )
      return { ...(await staffAdmin.list(tx, actor, asked)), bodies: all }
    })
    const mayInvite = isAllowed(actor, 'staff.invite')
    res.render('staffing/people', toPeoplePage({ ...page, asked, mayInvite }))
  }

type NewDrawn = {
  readonly id: StaffId
  readonly body: OrganisationId
  readonly ticked: readonly Duty[]
  readonly form: FormState
}

const drawNew = async ({ db, scope }: Deps, res: Response, drawn: NewDrawn): Promise<void> => {
  const body = await db.inTransaction(tx => scope.body(tx, actorOf(res), drawn.body))
  res.render('staffing/new-person', toNewPersonPage({ ...drawn, body }))
}

const askNew =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { body = actorOf(res).organisationId } = NewPersonQuery.parse(req.query)
    const id = deps.random.uuid() as StaffId
    await drawNew(deps, res, { id, body, ticked: [], form: blankForm })
  }

/** Where in a form a refusal belongs; anything else gets the page of its own. */
const fieldOf: Readonly<Record<string, string>> = {
  'staff.name-taken': 'username',
  'staff.name-form': 'username',
  'staff.display-name': 'name',
  'duties.same': 'duties',
  'staff.identity-apart': 'duties',
  'staff.finance-apart': 'duties',
  'staff.admin-apart': 'duties',
  'staff.admins-apart': 'duties',
}

/** @throws what belongs to no field of the form */
const faultOf = (error: unknown): FormState['errors'] => {
  const field = error instanceof KnownError ? fieldOf[error.code] : undefined
  if (!(error instanceof KnownError) || field === undefined) throw error
  const clash = refusals[error.code]?.text ?? ''
  return {
    [field]: 'one' in error.values ? clashWords(error.values, clash) : refusalSentence(error),
  }
}

const add =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const actor = actorOf(res)
    const ticked = TickedDuties.parse(req.body)
    const read = readForm(NewPersonForm, req.body)
    const body = NewPersonQuery.parse(req.body).body ?? actor.organisationId
    if (!read.ok) {
      const id = NewPersonForm.shape.id.catch(() => deps.random.uuid() as StaffId)
      const { id: kept } = { id: id.parse(read.form.values['id']) }
      await drawNew(deps, res.status(422), { id: kept, body, ticked, form: read.form })
      return
    }
    const { id, username, name: displayName } = read.value
    const person = { id, body, username, displayName, duties: ticked }
    const work = deps.db.inTransaction(tx => deps.staffAdmin.add(tx, actor, person))
    try {
      await recordingRefusal(deps, actor, id, work)
      res.redirect(303, personHref(id))
    } catch (error) {
      const values = { username, name: displayName }
      const form = { values, errors: faultOf(error) }
      await drawNew(deps, res.status(422), { id, body, ticked, form })
    }
  }

const rightsOf = (actor: StaffActor, id: StaffId) => ({
  propose: isAllowed(actor, 'staff.propose'),
  invite: isAllowed(actor, 'staff.invite'),
  disable: isAllowed(actor, 'staff.disable'),
  self: actor.id === id,
})

type Drawn = { readonly ticked?: readonly Duty[]; readonly errors?: FormState['errors'] }

const draw = async (
  { db, staffAdmin, review }: Deps,
  res: Response,
  id: StaffId,
  { ticked, errors = {} }: Drawn = {},
): Promise<void> => {
  const actor = actorOf(res)
  const page = await db.inTransaction(async tx => {
    const facts = await staffAdmin.facts(tx, actor, id)
    const removals = await review.removals(tx, actor)
    return { ...facts, removalAsked: removals.some(one => one.id === id) }
  })
  const rights = rightsOf(actor, id)
  res.render('staffing/person', toPersonPage({ ...page, rights, ticked, errors }))
}

const idOf = (req: Request): StaffId => readPath(PersonPath, req.params).staffId

const show =
  (deps: Deps): RequestHandler =>
  (req, res) =>
    draw(deps, res, idOf(req))

const propose =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const id = idOf(req)
    const actor = actorOf(res)
    const ticked = TickedDuties.parse(req.body)
    const work = deps.db.inTransaction(tx => deps.staffAdmin.propose(tx, actor, id, ticked))
    try {
      await recordingRefusal(deps, actor, id, work)
      res.redirect(303, personHref(id))
    } catch (error) {
      await draw(deps, res.status(422), id, { ticked, errors: faultOf(error) })
    }
  }

/** Shown in the answer and kept nowhere; asked for again, there is a new link and this one is dead. */
const giveLink =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const id = idOf(req)
    const actor = actorOf(res)
    const { db, staffAdmin, config } = deps
    const work = db.inTransaction(async tx => ({
      facts: await staffAdmin.facts(tx, actor, id),
      link: await staffAdmin.giveLink(tx, actor, id),
    }))
    const { facts, link } = await recordingRefusal(deps, actor, id, work)
    const url = new URL(`/staff/login/invitation/${link.token}`, config.staffUrl).href
    res.render('staffing/link', toLinkPage(facts, { url, until: link.until }))
  }

const drawDisable = async (
  { db, staffAdmin }: Deps,
  res: Response,
  id: StaffId,
  errors: FormState['errors'],
): Promise<void> => {
  const facts = await db.inTransaction(tx => staffAdmin.facts(tx, actorOf(res), id))
  res.render('staffing/disable', toDisablePage(facts, errors))
}

const askDisable =
  (deps: Deps): RequestHandler =>
  (req, res) =>
    drawDisable(deps, res, idOf(req), {})

const disable =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const id = idOf(req)
    const actor = actorOf(res)
    const { staffAdmin } = deps
    const read = readForm(DisableForm, req.body)
    if (!read.ok) {
      await drawDisable(deps, res.status(422), id, read.form.errors)
      return
    }
    const answer = await withFreshCode(deps, res, {
      otp: read.value.otp,
      subject: id,
      work: tx => staffAdmin.disable(tx, actor, id),
      isDone: async tx => (await staffAdmin.facts(tx, actor, id)).staff.status === 'disabled',
    })
    if (answer === 'right') res.redirect(303, personHref(id))
    else await drawDisable(deps, res.status(422), id, { otp: stepUpFaults[answer] })
  }
