import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, RequestHandler } from 'express'
import { actorOf, momentInWords } from '../accounts'
import type { Audit } from '../audit'
import type { Awards } from '../awards'
import { attachmentHeader } from '../files'
import type { Organisations, Tree } from '../organisations'
import { addDays, dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { tableType, writeTable } from '../tables'
import type { StaffActor } from '../vocabulary/actor'
import type { OrganisationId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { figurePlaces } from './figure-places'
import { readFiguresWish } from './figures-wish.rules'
import {
  cellsOf,
  figureHeader,
  FIGURES,
  monthInWords,
  titleOf,
  toFiguresPage,
  type FigureRow,
  type Figures,
} from './figures.view'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Audit
  readonly awards: Pick<Awards, 'figures'>
  readonly organisations: Pick<Organisations, 'get' | 'list'>
  readonly tree: Pick<Tree, 'within'>
}

/** How quickly and how fully rewards are paid, by place and period: figures without any case. */
export const openFigureDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(FIGURES, 'reward.view', show(deps))
  staff.get(`${FIGURES}/table`, 'reward.view', fetchTable(deps))
}

/** What somebody may ask for, and what they ask for. */
const reachOf = async (deps: Deps, tx: Tx, { organisationId }: StaffActor, query: Query) => {
  const { organisations, tree, clock } = deps
  const own = await organisations.get(tx, organisationId)
  const within = await tree.within(tx, organisationId)
  const places = figurePlaces(within, await organisations.list(tx), own)
  const today = dayOf(clock())
  const known = { today, places: places.choices.map(({ value }) => value), own: places.own }
  return { places, today, wish: readFiguresWish(query, known) }
}

type Query = Request['query']

const read = async (deps: Deps, tx: Tx, actor: StaffActor, query: Query): Promise<Figures> => {
  const reach = await reachOf(deps, tx, actor, query)
  const { places, wish } = reach
  const districts = places.bodiesOf(wish.place)
  const span = { from: wish.span.from, to: addDays(wish.span.until, 1) }
  const bodies = new Map([...districts.keys()].map(id => [id, id as string]))
  const count = async (
    by: 'key' | 'month' | 'all',
    counted: ReadonlyMap<OrganisationId, string> = bodies,
    nameOf: (key: string) => string = places.wordsOf,
  ): Promise<FigureRow[]> =>
    (await deps.awards.figures(tx, { ...span, bodies: counted, by })).map(one => ({
      ...{ ...one, name: nameOf(one.key) },
    }))
  const [all, months, byDistrict, byBody] = await Promise.all([
    count('all', bodies, () => '合计'),
    count('month', bodies, monthInWords),
    count('key', districts),
    count('key'),
  ])
  return { ...reach, all, months, districts: byDistrict, bodies: byBody }
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const figures = await deps.db.piecemeal(tx => read(deps, tx, actorOf(res), req.query))
    const status = figures.wish.fault === '' ? 200 : 422
    res.status(status).render('finance/figures', toFiguresPage(figures))
  }

async function* once<T>(batch: T): AsyncGenerator<T> {
  yield await Promise.resolve(batch)
}

const fetchTable =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const actor = actorOf(res)
    const figures = await deps.db.inTransaction(async tx => {
      const found = await read(deps, tx, actor, req.query)
      const { span, place } = found.wish
      const ground = `rewards ${span.from} ${span.until} ${place}`.trim()
      const exported = { deed: 'statistics.exported', ground } as const
      await deps.audit.record(tx, actor, actor.organisationId, exported)
      return found
    })
    if (figures.wish.fault !== '') {
      res.status(422).render('finance/figures', toFiguresPage(figures))
      return
    }
    const title = titleOf(figures)
    res.set('Content-Type', tableType.xlsx)
    res.set('Content-Disposition', attachmentHeader(`${title}.xlsx`))
    res.set('Cache-Control', 'no-store')
    const sheet = {
      ...{ name: '奖励兑付', title: [title], header: figureHeader },
      watermark: `${actor.displayName} ${momentInWords(deps.clock())}`,
      rows: once(cellsOf(figures)),
      footer: (rows: number) => [`共 ${rows} 行`],
    }
    await pipeline(Readable.from(writeTable('xlsx', sheet)), res)
  }
