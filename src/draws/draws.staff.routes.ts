import type { RequestHandler, Response } from 'express'
import { actorOf, visitorOf } from '../accounts'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { DrawId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { abandonForm, BoardQuery, DrawPath, WordForm } from './draws.schema'
import type { Draws } from './draws.service'
import { drawHref, toBoardPage, toDrawPage, toRecord } from './draws.view'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly lawbook: Lawbook
  readonly draws: Draws
}

const PAGE = 50

export const openDrawDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/draws', 'draw.hold', showBoard(deps))
  staff.get('/staff/draws/:drawId', 'draw.hold', show(deps))
  staff.get('/staff/draws/:drawId/record.json', 'draw.hold', sendRecord(deps))
  staff.post('/staff/draws/:drawId/witness', 'draw.hold', witness(deps))
  staff.post('/staff/draws/:drawId/hold', 'draw.hold', hold(deps))
  staff.post('/staff/draws/:drawId/abandon', 'draw.hold', abandon(deps))
}

const showBoard =
  ({ db, draws }: Deps): RequestHandler =>
  async (req, res) => {
    const { before } = BoardQuery.parse(req.query)
    const page = await db.inTransaction(async tx => {
      const found = await draws.list(tx, actorOf(res), { before, limit: PAGE + 1 })
      const shown = found.slice(0, PAGE)
      return {
        draws: shown,
        older: found.length > PAGE ? shown.at(-1) : undefined,
        names: await draws.namesOf(
          tx,
          shown.map(({ made }) => made.by),
        ),
      }
    })
    res.render('draws/board', toBoardPage(page))
  }

const reasonsOf = async ({ lawbook, clock }: Deps, tx: Tx, kind: 'draw-absence' | 'draw-abandon') =>
  (await lawbook.list(tx, kind, { place: '*', on: dayOf(clock()) })).map(({ code, data }) => ({
    code,
    name: data.name,
  }))

const drawPage = async (deps: Deps, res: Response, id: DrawId, form: FormState): Promise<void> => {
  const actor = actorOf(res)
  const { draws, db } = deps
  const page = await db.inTransaction(async tx => {
    const one = await draws.get(tx, actor, id)
    const deeds = [one.made, one.word, one.drawn, one.abandoned]
    return {
      one,
      people: await draws.namesIn(tx, one),
      names: await draws.namesOf(
        tx,
        deeds.flatMap(deed => (deed === undefined ? [] : [deed.by])),
      ),
      reasons: await reasonsOf(deps, tx, 'draw-absence'),
      grounds: await reasonsOf(deps, tx, 'draw-abandon'),
    }
  })
  res.render('draws/draw', toDrawPage({ ...page, viewer: actor.id, form }))
}

const show =
  (deps: Deps): RequestHandler =>
  (req, res) =>
    drawPage(deps, res, readPath(DrawPath, req.params).drawId, blankForm)

const sendRecord =
  ({ db, draws }: Deps): RequestHandler =>
  async (req, res) => {
    const { drawId } = readPath(DrawPath, req.params)
    const one = await db.inTransaction(tx => draws.get(tx, actorOf(res), drawId))
    if (one.drawn === undefined) throw notFound('draw')
    res
      .type('application/json')
      .attachment(`draw-${one.year}-${one.serial}.json`)
      .send(toRecord(one))
  }

const witness =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { drawId } = readPath(DrawPath, req.params)
    const read = readForm(WordForm, req.body)
    if (!read.ok) {
      await drawPage(deps, res.status(422), drawId, read.form)
      return
    }
    const { word } = read.value
    await deps.db.inTransaction(tx => deps.draws.witness(tx, actorOf(res), drawId, word))
    res.redirect(303, drawHref(drawId))
  }

const hold =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { drawId } = readPath(DrawPath, req.params)
    await deps.db.inTransaction(tx => deps.draws.hold(tx, visitorOf(res), drawId))
    res.redirect(303, drawHref(drawId))
  }

const abandon =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { drawId } = readPath(DrawPath, req.params)
    const grounds = await deps.db.inTransaction(tx => reasonsOf(deps, tx, 'draw-abandon'))
    const read = readForm(abandonForm(grounds.map(({ code }) => code)), req.body)
    if (!read.ok) {
      await drawPage(deps, res.status(422), drawId, read.form)
      return
    }
    const { ground } = read.value
    await deps.db.inTransaction(tx => deps.draws.abandon(tx, actorOf(res), drawId, ground))
    res.redirect(303, drawHref(drawId))
  }
