import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, RequestHandler } from 'express'
import { actorOf, momentInWords } from '../accounts'
import type { Audit } from '../audit'
import type { AwardFigure, Awards } from '../awards'
import { attachmentHeader } from '../files'
import type { Organisations, Tree } from '../organisations'
import { asDay, dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { tableType, writeTable } from '../tables'
import type { StaffActor } from '../vocabulary/actor'
import type { Permission } from '../vocabulary/permission'
import { figureHeader, FIGURES, toCells, toFiguresPage, type FigureRow } from './figures.view'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Audit
  readonly awards: Pick<Awards, 'figures'>
  readonly organisations: Pick<Organisations, 'list'>
  readonly tree: Pick<Tree, 'within'>
}

/** How quickly and how fully rewards are paid, by body and by month: figures without any case. */
export const openFigureDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(FIGURES, 'reward.view', show(deps))
  staff.get(`${FIGURES}/table`, 'reward.view', fetchTable(deps))
}

const YEARS = 5

const wished = ({ clock }: Deps, req: Request) => {
  const now = Number(dayOf(clock()).slice(0, 4))
  const years = Array.from({ length: YEARS }, (_, at) => now - at)
  return { years, year: years.find(one => String(one) === req.query['year']) ?? now }
}

const named = (figures: readonly AwardFigure[], nameOf: (key: string) => string): FigureRow[] =>
  figures.map(one => ({ ...one, name: nameOf(one.key) }))

const read = async (deps: Deps, tx: Tx, { organisationId }: StaffActor, year: number) => {
  const { awards, organisations, tree } = deps
  const within = await tree.within(tx, organisationId)
  const names = new Map(
    (await organisations.list(tx)).map(one => [one.id as string, one.shortName]),
  )
  const span = {
    bodies: within,
    from: asDay(`${year}-01-01`),
    to: asDay(`${year + 1}-01-01`),
  }
  const bodies = await awards.figures(tx, { ...span, by: 'body' })
  const months = await awards.figures(tx, { ...span, by: 'month' })
  return {
    bodies: named(bodies, key => names.get(key) ?? key),
    months: named(months, key => `${Number(key.slice(5))} 月`),
  }
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const wish = wished(deps, req)
    const figures = await deps.db.piecemeal(tx => read(deps, tx, actorOf(res), wish.year))
    res.render('finance/figures', toFiguresPage({ ...wish, ...figures }))
  }

async function* once<T>(batch: T): AsyncGenerator<T> {
  yield await Promise.resolve(batch)
}

const fetchTable =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { year } = wished(deps, req)
    const actor = actorOf(res)
    const { bodies, months } = await deps.db.inTransaction(async tx => {
      const exported = { deed: 'statistics.exported', ground: `rewards ${year}` } as const
      await deps.audit.record(tx, actor, actor.organisationId, exported)
      return read(deps, tx, actor, year)
    })
    res.set('Content-Type', tableType.xlsx)
    res.set('Content-Disposition', attachmentHeader(`奖励兑付 ${year} 年.xlsx`))
    res.set('Cache-Control', 'no-store')
    const sheet = {
      ...{ name: '奖励兑付', title: [`奖励兑付 ${year} 年`], header: figureHeader },
      watermark: `${actor.displayName} ${momentInWords(deps.clock())}`,
      rows: once([...bodies, ...months].map(toCells)),
      footer: (rows: number) => [`共 ${rows} 行`],
    }
    await pipeline(Readable.from(writeTable('xlsx', sheet)), res)
  }
