import type { RequestHandler, Response } from 'express'
import { stepUpFaults, visitorOf, type SecondFactor } from '../accounts'
import { attachmentHeader } from '../files'
import type { Organisations } from '../organisations'
import { drawDocx } from '../papers'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import type { Random } from '../platform/random'
import type { Permission } from '../vocabulary/permission'
import type { LedgerExport } from './ledger'
import { reportForm } from './ledger.schema'
import type { ClueLedger } from './ledger.service'
import { toReportPage } from './ledger.view'
import { drawUpReport } from './report.service'
import { take } from './taking'
import { readQuery, readWish } from './wish.rules'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly clueLedger: ClueLedger
  readonly organisations: Organisations
  readonly secondFactor: SecondFactor
}

export const openLedgerReportDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/ledger/report', 'ledger.export', ask(deps))
  staff.post('/staff/ledger/report', 'ledger.export', make(deps))
}

type Drawn = {
  readonly from: unknown
  readonly until: unknown
  readonly once: string
  readonly form: FormState
}

const draw = async ({ db, clock, clueLedger }: Deps, res: Response, drawn: Drawn) => {
  const { from, until, once, form } = drawn
  const wish = readWish({ from, until }, dayOf(clock()))
  const limits = await db.piecemeal(clueLedger.limits)
  res.render('ledger/report', toReportPage({ wish, limits, once, form }))
}

const ask =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { from, until } = req.query
    await draw(deps, res, { from, until, once: deps.random.uuid(), form: blankForm })
  }

/** It leaves the house, so it asks a reason and a fresh code. */
const make =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, clock, random, clueLedger } = deps
    const body = req.body as Readonly<Record<string, unknown>>
    const { from, until } = body
    const read = readForm(reportForm(await db.piecemeal(clueLedger.limits)), body)
    if (!read.ok) {
      await draw(deps, res.status(422), { from, until, once: random.uuid(), form: read.form })
      return
    }
    const { once, reason } = read.value
    const wish = readWish({ from, until }, dayOf(clock()))
    const taken = await take(deps, visitorOf(res), wish, { ...read.value, format: 'docx' })
    if (taken.kind === 'right') {
      res.redirect(303, `/staff/ledger/exports/${taken.id}`)
      return
    }
    const errors = taken.kind === 'refused' ? {} : { otp: stepUpFaults[taken.kind] }
    await draw(deps, res.status(422), { from, until, once, form: { values: { reason }, errors } })
  }

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** Drawn up as things are when it is fetched, with the keys of whoever fetches it. */
export const sendReport = async (
  deps: Deps,
  res: Response,
  { query }: LedgerExport,
): Promise<void> => {
  const wish = readQuery(query, dayOf(deps.clock()))
  const paper = await deps.db.inTransaction(tx => drawUpReport(deps)(tx, visitorOf(res), wish))
  const name = `清零报告-${wish.from}-${wish.until}.docx`
  const file = await drawDocx(paper)
  res.setHeader('Content-Type', docxType)
  res.setHeader('Content-Disposition', attachmentHeader(name))
  res.send(file)
}
