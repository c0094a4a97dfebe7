import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RequestHandler, Response } from 'express'
import { actorOf, momentInWords, stepUpFaults, visitorOf, type SecondFactor } from '../accounts'
import { attachmentHeader } from '../files'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Random } from '../platform/random'
import { tableType, writeTable, type Sheet } from '../tables'
import type { StaffActor } from '../vocabulary/actor'
import type { Permission } from '../vocabulary/permission'
import { headerOf } from './cells'
import type { LedgerExport } from './ledger'
import { exportForm, ExportPath } from './ledger.schema'
import type { ClueLedger } from './ledger.service'
import { toExportedPage, toExportPage } from './ledger.view'
import { sendReport } from './report.staff.routes'
import { take } from './taking'
import { readQuery, readWish, type LedgerWish } from './wish.rules'

export type LedgerExportDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly clueLedger: ClueLedger
  readonly organisations: Organisations
  readonly secondFactor: SecondFactor
}
type Deps = LedgerExportDeps

export const openLedgerExportDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/ledger/export', 'ledger.export', show(deps))
  staff.post('/staff/ledger/export', 'ledger.export', make(deps))
  staff.get('/staff/ledger/exports/:exportId', 'ledger.export', made(deps))
  staff.get('/staff/ledger/exports/:exportId/file', 'ledger.export', fetchFile(deps))
}

type Drawn = { readonly wish: LedgerWish; readonly once: string; readonly form: FormState }

const draw = async ({ db, clueLedger }: Deps, res: Response, drawn: Drawn): Promise<void> => {
  const page = await db.piecemeal(async tx =>
    toExportPage({
      ...drawn,
      totals: await clueLedger.totals(tx, actorOf(res), drawn.wish),
      limits: await clueLedger.limits(tx),
    }),
  )
  res.render('ledger/export', page)
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const wish = readWish(req.query, dayOf(deps.clock()))
    await draw(deps, res, { wish, once: deps.random.uuid(), form: blankForm })
  }

const make =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, clock, random, clueLedger } = deps
    const body = req.body as Readonly<Record<string, unknown>>
    const query = typeof body['query'] === 'string' ? body['query'] : ''
    const wish = readQuery(query, dayOf(clock()))
    const read = readForm(exportForm(await db.piecemeal(clueLedger.limits)), body)
    if (!read.ok) {
      await draw(deps, res.status(422), { wish, once: random.uuid(), form: read.form })
      return
    }
    const { value } = read
    const taken = await take(deps, visitorOf(res), wish, value)
    if (taken.kind === 'right') {
      res.redirect(303, `/staff/ledger/exports/${taken.id}`)
      return
    }
    const errors = taken.kind === 'refused' ? {} : { otp: stepUpFaults[taken.kind] }
    const values = { reason: value.reason, format: value.format }
    await draw(deps, res.status(422), { wish, once: value.once, form: { values, errors } })
  }

/** Each look moves it on, and says how far it is: nothing works on it while nobody looks. */
const made =
  ({ db, clueLedger }: Deps): RequestHandler =>
  async (req, res) => {
    const { exportId } = readPath(ExportPath, req.params)
    await clueLedger.collect(visitorOf(res), exportId)
    const found = await db.piecemeal(tx => clueLedger.getExport(tx, actorOf(res), exportId))
    res.render('ledger/exported', toExportedPage(found, clueLedger.reasonOf(found)))
  }

const sheetOf = (
  found: LedgerExport,
  wish: LedgerWish,
  { actor, rows }: { readonly actor: StaffActor; readonly rows: Sheet['rows'] },
): Sheet => {
  const mark = found.id.slice(0, 8).toUpperCase()
  return {
    name: '线索台账',
    title: [
      ...[`线索台账 导出编号 ${mark}`, actor.displayName, momentInWords(found.made_at)],
      ...[`${wish.from} 至 ${wish.until}`, `共 ${found.entries} 件`],
    ],
    header: headerOf(wish),
    watermark: `${mark} ${actor.displayName} ${momentInWords(found.made_at)}`,
    rows,
    footer: count => [`到此为止，共 ${count} 件`],
  }
}

/** What was collected, opened by whoever asked for it; before it is whole, back to where it is made. */
const fetchFile =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, clock, clueLedger } = deps
    const { exportId } = readPath(ExportPath, req.params)
    const { actor, keys } = visitorOf(res)
    const found = await db.inTransaction(async tx => {
      const one = await clueLedger.getExport(tx, actor, exportId)
      if (one.complete) await clueLedger.recordFetch(tx, actor, exportId)
      return one
    })
    if (!found.complete) {
      res.redirect(303, `/staff/ledger/exports/${exportId}`)
      return
    }
    if (found.format === 'docx') {
      await sendReport(deps, res, found)
      return
    }
    const wish = readQuery(found.query, dayOf(clock()))
    const sheet = sheetOf(found, wish, { actor, rows: clueLedger.rowsOf(found, keys) })
    const name = `线索台账-${wish.from}-${wish.until}-${found.id.slice(0, 8)}.${found.format}`
    res.setHeader('Content-Type', tableType[found.format])
    res.setHeader('Content-Disposition', attachmentHeader(name))
    await pipeline(Readable.from(writeTable(found.format, sheet)), res)
  }
