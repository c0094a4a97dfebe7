import type { RequestHandler, Response } from 'express'
import { actorOf } from '../accounts'
import type { Lawbook } from '../lawbook'
import { listAreas, type Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { Permission } from '../vocabulary/permission'
import { relationForm, RelationPath } from './relations.schema'
import type { Relations } from './relations.service'
import { toRelationsPage } from './relations.view'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly lawbook: Lawbook
  readonly organisations: Pick<Organisations, 'get' | 'list'>
  readonly relations: Relations
}

const PAGE = '/staff/me/relations'

export const openRelationDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(PAGE, 'relation.declare', show(deps))
  staff.post(PAGE, 'relation.declare', declare(deps))
  staff.post(`${PAGE}/:relationId/end`, 'relation.declare', end(deps))
}

const choicesFor = async ({ lawbook, organisations, clock }: Deps, tx: Tx, actor: StaffActor) => {
  const at = { place: '*', on: dayOf(clock()) }
  const { regionCode } = await organisations.get(tx, actor.organisationId)
  return {
    grounds: (await lawbook.list(tx, 'exclusion-ground', at)).map(({ code, data }) => ({
      code,
      name: data.name,
    })),
    areas: listAreas(regionCode, await organisations.list(tx)),
    nameMax: (await lawbook.limits(tx, at))['subject.name'],
  }
}

const draw = async (deps: Deps, res: Response, form: FormState): Promise<void> => {
  const actor = actorOf(res)
  const page = await deps.db.inTransaction(async tx => ({
    ...(await choicesFor(deps, tx, actor)),
    own: await deps.relations.own(tx, actor),
  }))
  res.render('relations/relations', toRelationsPage({ ...page, once: deps.random.uuid(), form }))
}

const show =
  (deps: Deps): RequestHandler =>
  (_req, res) =>
    draw(deps, res, blankForm)

const declare =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const actor = actorOf(res)
    const { grounds, areas, nameMax } = await deps.db.inTransaction(tx =>
      choicesFor(deps, tx, actor),
    )
    const schema = relationForm({
      grounds: grounds.map(({ code }) => code),
      regions: areas.map(({ code }) => code),
      nameMax,
    })
    const read = readForm(schema, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), read.form)
      return
    }
    await deps.db.inTransaction(tx => deps.relations.declare(tx, actor, read.value))
    res.redirect(303, PAGE)
  }

const end =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { relationId } = readPath(RelationPath, req.params)
    await deps.db.inTransaction(tx => deps.relations.end(tx, actorOf(res), relationId))
    res.redirect(303, PAGE)
  }
