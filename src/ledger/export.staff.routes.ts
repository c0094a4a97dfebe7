import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RequestHandler, Response } from 'express'
import {
  actorOf,
  keysOf,
  momentInWords,
  stepUpFaults,
  visitorOf,
  type SecondFactor,
} from '../accounts'
import { attachmentHeader } from '../files'
import type { Organisations } from '../organisations'
import { drawDocx } from '../papers'
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
import { toExportedPage, toExportPage, toReportPage } from './ledger.view'
import { drawUpReport } from './report.service'
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
  staff.get('/staff/ledger/report', 'ledger.export', askReport(deps))
  staff.post('/staff/ledger/report', 'ledger.export', report(deps))
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

type Wanted = {
  readonly once: string
  readonly reason: string
  readonly otp: string
  readonly format: 'xlsx' | 'csv'
}

/** In one transaction: the code is used up together with what it allowed. */
const take = (
  { db, clueLedger, secondFactor }: Deps,
  res: Response,
  wish: LedgerWish,
  wanted: Wanted,
) =>
  db.inTransaction(async tx => {
    const actor = actorOf(res)
    const before = await clueLedger.findOnce(tx, actor, wanted.once)
    if (before !== undefined) return { kind: 'right', id: before.id } as const
    const { found } = await clueLedger.totals(tx, actor, wish)
    if (found === 0 || found > (await clueLedger.limits(tx)).rows)
      return { kind: 'refused' } as const
    const { kind } = await secondFactor.check(tx, keysOf(res), wanted.otp)
    if (kind === 'right')
      return { kind, id: await clueLedger.makeExport(tx, visitorOf(res), wish, wanted) } as const
    // The quicker of two same forms at once has used the code, for the same file.
    const quicker = await clueLedger.findOnce(tx, actor, wanted.once)
    return quicker === undefined
      ? ({ kind } as const)
      : ({ kind: 'right', id: quicker.id } as const)
  })

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
    const taken = await take(deps, res, wish, value)
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
  ({ db, clock, clueLedger }: Deps): RequestHandler =>
  async (req, res) => {
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
    const wish = readQuery(found.query, dayOf(clock()))
    const sheet = sheetOf(found, wish, { actor, rows: clueLedger.rowsOf(found, keys) })
    const name = `线索台账-${wish.from}-${wish.until}-${found.id.slice(0, 8)}.${found.format}`
    res.setHeader('Content-Type', tableType[found.format])
    res.setHeader('Content-Disposition', attachmentHeader(name))
    await pipeline(Readable.from(writeTable(found.format, sheet)), res)
  }

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

const drawReport = (
  { clock }: Deps,
  res: Response,
  {
    from,
    until,
    error,
  }: { readonly from: unknown; readonly until: unknown; readonly error?: string },
): void => {
  res.render('ledger/report', toReportPage(readWish({ from, until }, dayOf(clock())), error))
}

const askReport =
  (deps: Deps): RequestHandler =>
  (req, res) => {
    drawReport(deps, res, { from: req.query['from'], until: req.query['until'] })
  }

/** It leaves the house, so it asks a fresh code; drawn up and recorded in the transaction that uses it up. */
const report =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, clock, secondFactor } = deps
    const { from, until, otp } = req.body as Readonly<Record<string, unknown>>
    const wish = readWish({ from, until }, dayOf(clock()))
    const drawn = await db.inTransaction(async tx => {
      const code = typeof otp === 'string' ? otp : ''
      const { kind } = await secondFactor.check(tx, keysOf(res), code)
      if (kind !== 'right') return { kind } as const
      return { kind, paper: await drawUpReport(deps)(tx, visitorOf(res), wish) } as const
    })
    if (drawn.kind !== 'right') {
      drawReport(deps, res.status(422), { from, until, error: stepUpFaults[drawn.kind] })
      return
    }
    const file = await drawDocx(drawn.paper)
    res.setHeader('Content-Type', docxType)
    res.setHeader(
      'Content-Disposition',
      attachmentHeader(`清零报告-${wish.from}-${wish.until}.docx`),
    )
    res.send(file)
  }
