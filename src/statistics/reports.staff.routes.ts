import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import { actorOf, StepUpCode, stepUpFaults, visitorOf, type Accounts } from '../accounts'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { reportPeriods, type ReportContent } from './report.rules'
import type { StatisticsReports } from './reports.service'
import { REPORTS, toDraftPage, toReportPage, toReportsPage } from './reports.view'

export type ReportDoorDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly accounts: Pick<Accounts, 'namesOf'>
  readonly statisticsReports: StatisticsReports
}
type Deps = ReportDoorDeps

export const openReportDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(REPORTS, 'statistics.view', list(deps))
  staff.get(`${REPORTS}/new`, 'statistics.sign', ask(deps))
  staff.post(REPORTS, 'statistics.sign', sign(deps))
  staff.get(`${REPORTS}/:reportId`, 'statistics.view', show(deps))
  staff.post(`${REPORTS}/:reportId/receive`, 'statistics.sign', receive(deps))
  staff.post(`${REPORTS}/:reportId/return`, 'statistics.sign', sendBack(deps))
}

const ReportPath = z.object({ reportId: z.uuid() })
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const contentOf = (figures: string) => JSON.parse(figures) as ReportContent

const list =
  ({ db, clock, statisticsReports }: Deps): RequestHandler =>
  async (req, res) => {
    const actor = actorOf(res)
    const today = dayOf(clock())
    const periods = reportPeriods(today)
    const asked = textOf(req.query['period'])
    const period = periods.includes(asked) ? asked : (periods[0] ?? '')
    const page = await db.piecemeal(async tx => ({
      own: await statisticsReports.own(tx, actor),
      below: await statisticsReports.below(tx, actor, period),
    }))
    const maySign = isAllowed(actor, 'statistics.sign')
    res.render('statistics/reports', toReportsPage({ ...page, period, today, maySign }))
  }

type Drawn = { readonly period: string; readonly form: FormState; readonly changed?: boolean }

const draw = async (
  { db, statisticsReports }: Deps,
  res: Response,
  { period, form, changed = false }: Drawn,
): Promise<void> => {
  const { digest, figures, dueOn, above, versions } = await db.piecemeal(tx =>
    statisticsReports.draft(tx, actorOf(res), period),
  )
  const page = { content: contentOf(figures), digest, period, due: dueOn, form, changed }
  const version = versions.length + 1
  res.render('statistics/sign', toDraftPage({ ...page, above: above?.name, version }))
}

const ask =
  (deps: Deps): RequestHandler =>
  (req, res) =>
    draw(deps, res, { period: textOf(req.query['period']), form: blankForm })

const SignForm = z.object({ period: z.string(), seen: z.string(), otp: StepUpCode })

const sign =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const read = readForm(SignForm, req.body)
    if (!read.ok) {
      const { period = '' } = read.form.values
      await draw(deps, res.status(422), { period, form: read.form })
      return
    }
    const { period } = read.value
    const done = await deps.db.inTransaction(tx =>
      deps.statisticsReports.sign(tx, visitorOf(res), read.value),
    )
    if (done.kind === 'right') {
      res.redirect(303, `${REPORTS}/${done.id}`)
      return
    }
    if (done.kind === 'changed') {
      await draw(deps, res.status(409), { period, form: blankForm, changed: true })
      return
    }
    const form = { values: {}, errors: { otp: stepUpFaults[done.kind] } }
    await draw(deps, res.status(422), { period, form })
  }

const drawReport = async (
  { db, accounts, statisticsReports }: Deps,
  res: Response,
  { id, form }: { readonly id: string; readonly form: FormState },
): Promise<void> => {
  const actor = actorOf(res)
  const page = await db.piecemeal(async tx => {
    const report = await statisticsReports.get(tx, actor, id)
    const people = [report.signed_by, ...(report.answered_by === null ? [] : [report.answered_by])]
    return {
      report,
      content: contentOf(report.figures),
      names: await accounts.namesOf(tx, people),
      grounds: await statisticsReports.grounds(tx),
      mayAnswer: report.to_body === actor.organisationId && isAllowed(actor, 'statistics.sign'),
    }
  })
  res.render('statistics/report', toReportPage({ ...page, form }))
}

const show =
  (deps: Deps): RequestHandler =>
  (req, res) =>
    drawReport(deps, res, { id: readPath(ReportPath, req.params).reportId, form: blankForm })

const receive =
  ({ db, statisticsReports }: Deps): RequestHandler =>
  async (req, res) => {
    const { reportId } = readPath(ReportPath, req.params)
    await db.inTransaction(tx => statisticsReports.answer(tx, actorOf(res), reportId, null))
    res.redirect(303, `${REPORTS}/${reportId}`)
  }

const sendBack =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, statisticsReports } = deps
    const { reportId } = readPath(ReportPath, req.params)
    const codes = (await db.piecemeal(statisticsReports.grounds)).map(({ code }) => code)
    const form = z.object({ ground: z.enum(codes, '选一个退回的原因') })
    const read = readForm(form, req.body)
    if (!read.ok) {
      await drawReport(deps, res.status(422), { id: reportId, form: read.form })
      return
    }
    const { ground } = read.value
    await db.inTransaction(tx => statisticsReports.answer(tx, actorOf(res), reportId, ground))
    res.redirect(303, `${REPORTS}/${reportId}`)
  }
