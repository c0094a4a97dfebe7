import type { RequestHandler, Response } from 'express'
import type { z } from 'zod'
import { actorOf } from '../accounts'
import type { Audit } from '../audit'
import type { Organisation, Organisations, Tree } from '../organisations'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { KnownError, refused } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { OrganisationId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { refusalSentence } from '../vocabulary/refusal-words'
import {
  ContactForm,
  MoveForm,
  NewOrgForm,
  OrgPath,
  OrgsQuery,
  RenameForm,
  UnderField,
} from './orgs.schema'
import { orgsHref, toNewOrgPage, toOrgPage, toTreePage } from './orgs.view'
import type { Scope } from './scope.service'
import { recordingRefusal } from './step-up.guard'

type Deps = {
  readonly db: Db
  readonly audit: Audit
  readonly random: Random
  readonly organisations: Organisations
  readonly tree: Tree
  readonly scope: Scope
}

export const openOrgDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/admin/orgs', 'organisation.manage', list(deps))
  staff.get('/staff/admin/orgs/new', 'organisation.manage', askNew(deps))
  staff.post('/staff/admin/orgs/new', 'organisation.manage', add(deps))
  staff.get('/staff/admin/orgs/:organisationId', 'organisation.manage', show(deps))
  staff.post('/staff/admin/orgs/:organisationId/rename', 'organisation.manage', rename(deps))
  staff.post('/staff/admin/orgs/:organisationId/contact', 'organisation.manage', contact(deps))
  staff.post('/staff/admin/orgs/:organisationId/move', 'organisation.manage', move(deps))
}

const PAGE = 50

const placeOf = (after: string | undefined) =>
  after === undefined ? undefined : { regionCode: after.slice(0, 6), kind: after.slice(7) }

const movingTo = async ({ tree, organisations }: Deps, tx: Tx, id: OrganisationId) => {
  const open = await tree.openMoveOf(tx, id)
  return open && { id: open.id, to: (await organisations.get(tx, open.parentId)).name }
}

/** The bodies above, as far as this administrator covers them; the highest first. */
const pathTo = async (
  { organisations }: Deps,
  tx: Tx,
  actor: StaffActor,
  at: Organisation,
): Promise<Organisation[]> => {
  const above: Organisation[] = []
  let one: Organisation | undefined = at
  while (one !== undefined && one.id !== actor.organisationId) {
    one = await organisations.above(tx, one.id)
    if (one !== undefined) above.unshift(one)
  }
  return above
}

const list =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const actor = actorOf(res)
    const { under = actor.organisationId, after } = OrgsQuery.parse(req.query)
    const page = await deps.db.inTransaction(async tx => {
      const at = await deps.scope.body(tx, actor, under)
      const question = { parentId: under, after: placeOf(after), limit: PAGE + 1 }
      const found = await deps.tree.below(tx, question)
      const rows = found.slice(0, PAGE)
      const last = found.length > PAGE ? rows.at(-1) : undefined
      return {
        at,
        rows,
        next: last === undefined ? '' : `${last.regionCode}-${last.kind}`,
        above: await pathTo(deps, tx, actor, at),
        movingTo: await movingTo(deps, tx, under),
      }
    })
    res.render('staffing/orgs', toTreePage(page))
  }

type Asked = { readonly id: OrganisationId; readonly under: OrganisationId }

const drawNew = async (
  { db, scope }: Deps,
  res: Response,
  { id, under }: Asked,
  form: FormState,
): Promise<void> => {
  const parent = await db.inTransaction(tx => scope.body(tx, actorOf(res), under))
  res.render('staffing/new-org', toNewOrgPage(parent, id, form))
}

const askNew =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { under = actorOf(res).organisationId } = OrgsQuery.parse(req.query)
    await drawNew(deps, res, { id: deps.random.uuid() as OrganisationId, under }, blankForm)
  }

/** Where in a form a refusal belongs; anything else gets the page of its own. */
const fieldOf: Readonly<Record<string, string>> = {
  'organisation.name-form': 'name',
  'organisation.region': 'regionCode',
  'organisation.unknown-region': 'regionCode',
  'organisation.level-region': 'regionCode',
  'organisation.exists': 'code',
}

const faultOf = (error: unknown, fields: typeof fieldOf): FormState['errors'] => {
  const field = error instanceof KnownError ? fields[error.code] : undefined
  if (!(error instanceof KnownError) || field === undefined) throw error
  return { [field]: refusalSentence(error) }
}

const inForm = { ...fieldOf, 'organisation.outside': 'regionCode', 'organisation.parent': 'level' }

const add =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const actor = actorOf(res)
    const { under } = readPath(UnderField, req.body)
    const read = readForm(NewOrgForm, req.body)
    if (!read.ok) {
      const id = NewOrgForm.shape.id.catch(deps.random.uuid() as OrganisationId)
      const asked = { id: id.parse(read.form.values['id']), under }
      await drawNew(deps, res.status(422), asked, read.form)
      return
    }
    const { under: parentId, ...wanted } = read.value
    const work = deps.db.inTransaction(async tx => {
      await deps.scope.body(tx, actor, parentId)
      await deps.tree.add(tx, actor, { ...wanted, parentId })
    })
    try {
      await recordingRefusal(deps, actor, parentId, work)
      res.redirect(303, orgsHref(parentId))
    } catch (error) {
      const form = { values: wanted, errors: faultOf(error, inForm) }
      await drawNew(deps, res.status(422), { id: wanted.id, under }, form)
    }
  }

const draw = async (
  deps: Deps,
  res: Response,
  id: OrganisationId,
  form: FormState,
): Promise<void> => {
  const actor = actorOf(res)
  const page = await deps.db.inTransaction(async tx => ({
    body: await deps.scope.body(tx, actor, id),
    parent: await deps.organisations.above(tx, id),
    own: id === actor.organisationId,
    movingTo: await movingTo(deps, tx, id),
  }))
  res.render('staffing/org', toOrgPage(page, form))
}

const show =
  (deps: Deps): RequestHandler =>
  (req, res) =>
    draw(deps, res, readPath(OrgPath, req.params).organisationId, blankForm)

type Doing<Form> = {
  readonly schema: z.ZodType<Form>
  readonly work: (
    tx: Tx,
    id: OrganisationId,
    by: { readonly actor: StaffActor; readonly form: Form },
  ) => Promise<void>
}

const inChange = {
  ...{ 'organisation.name-form': 'name', 'organisation.outside': 'parent' },
  ...{ 'organisation.parent': 'parent', 'organisation.same-parent': 'parent' },
}

/** Draws the form again with what was typed when it is refused; the refusal is in the record. */
const change =
  <Form extends Readonly<Record<string, string>>>(
    deps: Deps,
    { schema, work }: Doing<Form>,
  ): RequestHandler =>
  async (req, res) => {
    const { organisationId: id } = readPath(OrgPath, req.params)
    const actor = actorOf(res)
    const read = readForm(schema, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), id, read.form)
      return
    }
    const done = deps.db.inTransaction(async tx => {
      await deps.scope.body(tx, actor, id)
      await work(tx, id, { actor, form: read.value })
    })
    try {
      await recordingRefusal(deps, actor, id, done)
      res.redirect(303, orgsHref(id))
    } catch (error) {
      const errors = faultOf(error, inChange)
      await draw(deps, res.status(422), id, { values: read.value, errors })
    }
  }

const rename = (deps: Deps): RequestHandler =>
  change(deps, {
    schema: RenameForm,
    work: (tx, id, { actor, form }) => deps.tree.rename(tx, actor, id, form),
  })

const contact = (deps: Deps): RequestHandler =>
  change(deps, {
    schema: ContactForm,
    work: (tx, id, { actor, form }) => deps.tree.saveContact(tx, actor, id, form),
  })

const move = (deps: Deps): RequestHandler =>
  change(deps, {
    schema: MoveForm,
    work: async (tx, id, { actor, form }) => {
      const parent = await deps.scope.bodyByCode(tx, actor, form.parent)
      // Under whom one's own body stands is not one's own affair.
      if (parent === undefined || id === actor.organisationId) throw refused('organisation.parent')
      await deps.tree.proposeMove(tx, actor, id, parent.id)
    },
  })
