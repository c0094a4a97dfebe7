import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RequestHandler, Response } from 'express'
import { actorOf } from '../accounts'
import type { Audit } from '../audit'
import { attachmentHeader } from '../files'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Doors } from '../platform/http/doors'
import { tableType, writeTable } from '../tables'
import type { Permission } from '../vocabulary/permission'
import { headerOf, toFileRow } from './figure-words.rules'
import { openReportDoors, type ReportDoorDeps } from './reports.staff.routes'
import type { Reach } from './statistics'
import type { Statistics } from './statistics.service'
import { titleOf, toStatisticsPage } from './statistics.view'
import { readWish } from './wish.rules'

type StatisticsDeps = ReportDoorDeps & {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Audit
  readonly statistics: Statistics
}
type Deps = StatisticsDeps
type Query = Readonly<Record<string, unknown>>

export const openStatisticsDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/statistics', 'statistics.view', show(deps))
  staff.get('/staff/statistics/table', 'statistics.view', fetchTable(deps))
  openReportDoors(staff, deps)
}

const wishIn = (query: Query, { names, today, own, limits }: Reach) =>
  readWish(query, {
    ...{ today, own, shortest: limits.days },
    values: {
      body: new Set(names.body.keys()),
      behaviour: new Set(names.behaviour.keys()),
      source: new Set(names.source.keys()),
    },
  })

const look = ({ db, statistics }: Deps, res: Response, query: Query) =>
  db.piecemeal(async tx => {
    const actor = actorOf(res)
    const reach = await statistics.reach(tx, actor)
    const wish = wishIn(query, reach)
    return { wish, reach, figures: await statistics.figures(tx, actor, reach, wish) }
  })

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    res.render('statistics/figures', toStatisticsPage(await look(deps, res, req.query)))
  }

async function* once<T>(batch: T): AsyncGenerator<T> {
  yield await Promise.resolve(batch)
}

/** The same figures as the page, with the same ones hidden. */
const fetchTable =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, audit, clock } = deps
    const actor = actorOf(res)
    const { wish, reach, figures } = await look(deps, res, req.query)
    const today = dayOf(clock())
    const ground = `${wish.span.from} ${wish.span.until} ${wish.by}`
    await db.inTransaction(tx =>
      audit.record(tx, actor, actor.organisationId, { deed: 'statistics.exported', ground }),
    )
    res.setHeader('Content-Type', tableType.csv)
    const name = `统计-${wish.span.from}-${wish.span.until}.csv`
    res.setHeader('Content-Disposition', attachmentHeader(name))
    const sheet = {
      name: '统计',
      title: ['统计', titleOf(wish, reach), actor.displayName, today],
      header: headerOf(wish.by),
      watermark: `${actor.displayName} ${today}`,
      rows: once(figures.rows.map(row => toFileRow(row, wish.by, reach))),
      footer: (count: number) => [`到此为止，共 ${count} 行`],
    }
    await pipeline(Readable.from(writeTable('csv', sheet)), res)
  }
