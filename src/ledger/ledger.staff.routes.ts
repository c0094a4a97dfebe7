import type { RequestHandler, Response } from 'express'
import { actorOf, visitorOf } from '../accounts'
import type { Audit } from '../audit'
import { admitToCase, type Cases } from '../cases'
import { asDay, dayOf } from '../platform/clock'
import { notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { openLedgerExportDoors, type LedgerExportDeps } from './export.staff.routes'
import type { Place } from './ledger.repository'
import { CasePath, layoutForm, reasonForm } from './ledger.schema'
import { ledgerHref, toLedgerPage, toReasonPage } from './ledger.view'
import { openLedgerReportDoors } from './report.staff.routes'
import { isDay, readQuery, readWish, type LedgerWish } from './wish.rules'

type Deps = LedgerExportDeps & { readonly cases: Cases; readonly audit: Audit }

export const openLedgerDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/ledger', 'ledger.view', list(deps))
  staff.post('/staff/ledger/layouts', 'ledger.view', saveLayout(deps))
  staff.get('/staff/ledger/cases/:caseId', 'ledger.view', askReason(deps))
  staff.post('/staff/ledger/cases/:caseId', 'ledger.view', giveReason(deps))
  openLedgerExportDoors(staff, deps)
  openLedgerReportDoors(staff, deps)
}

const placeIn = (text: unknown): Place | undefined => {
  const [, receivedOn = '', arrival = ''] =
    typeof text === 'string' ? (/^(\d{4}-\d\d-\d\d)\.(\d{1,15})$/.exec(text) ?? []) : []
  return isDay(receivedOn) ? { receivedOn, arrival: Number(arrival) } : undefined
}

const draw = async (
  { db, clock, clueLedger }: Deps,
  res: Response,
  {
    wish,
    after,
    form,
  }: {
    readonly wish: LedgerWish
    readonly after?: Place | undefined
    readonly form: FormState
  },
): Promise<void> => {
  const visitor = visitorOf(res)
  const { actor } = visitor
  const page = await db.piecemeal(async tx => {
    const { page: size } = await clueLedger.limits(tx)
    const found = await clueLedger.lines(tx, visitor, wish, { after, limit: size + 1 })
    return toLedgerPage({
      ...{ wish, after, form, lines: found.slice(0, size), more: found.length > size },
      totals: await clueLedger.totals(tx, actor, wish),
      layouts: await clueLedger.layouts.list(tx, actor),
      today: dayOf(clock()),
      mayExport: isAllowed(actor, 'ledger.export'),
    })
  })
  res.render('ledger/list', page)
}

const list =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const wish = readWish(req.query, dayOf(deps.clock()))
    await draw(deps, res, { wish, after: placeIn(req.query['after']), form: blankForm })
  }

const textIn = (body: unknown, name: string): string => {
  const value: unknown =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : ''
  return typeof value === 'string' ? value : ''
}

const saveLayout =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, clock, clueLedger } = deps
    const wish = readQuery(textIn(req.body, 'query'), dayOf(clock()))
    const limits = await db.piecemeal(clueLedger.limits)
    const read = readForm(layoutForm(limits), req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), { wish, form: read.form })
      return
    }
    const { name } = read.value
    const saved = await db.inTransaction(tx =>
      clueLedger.layouts.save(tx, actorOf(res), { name, wish, most: limits.layouts }),
    )
    if (!saved) {
      const full = `最多存 ${limits.layouts} 个。用已有的名称再存一次，就换成现在的筛选和列`
      await draw(deps, res.status(422), {
        wish,
        form: { values: { name }, errors: { name: full } },
      })
      return
    }
    res.redirect(303, ledgerHref(wish))
  }

const drawReason = async (
  { db, random, clock, clueLedger }: Deps,
  res: Response,
  found: {
    readonly year: number
    readonly id: string
    readonly receivedOn: string
    readonly arrival: number
  },
  form: FormState,
): Promise<void> => {
  const visitor = visitorOf(res)
  const page = await db.piecemeal(async tx => {
    const day = asDay(found.receivedOn)
    const wish = { ...readWish({}, dayOf(clock())), from: day, until: day }
    const after = { receivedOn: day, arrival: found.arrival + 1 }
    const [line] = await clueLedger.lines(tx, visitor, wish, { after, limit: 1 })
    if (line?.row.id !== found.id) throw notFound('case')
    const people = await clueLedger.colleagues(tx, visitor.actor)
    const limits = await clueLedger.limits(tx)
    return toReasonPage(line, { people, limits, once: random.uuid(), form })
  })
  res.render('ledger/reason', page)
}

const askReason =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { caseId } = readPath(CasePath, req.params)
    const found = await admitToCase(deps, actorOf(res), caseId)
    await deps.db.inTransaction(tx =>
      deps.audit.record(tx, actorOf(res), found.organisationId, {
        ...{ deed: 'case.opened', caseId, subject: 'ledger' },
      }),
    )
    await drawReason(deps, res, found, blankForm)
  }

const giveReason =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, clock, clueLedger } = deps
    const { caseId } = readPath(CasePath, req.params)
    const found = await admitToCase(deps, actorOf(res), caseId)
    const { limits, people } = await db.piecemeal(async tx => ({
      limits: await clueLedger.limits(tx),
      people: (await clueLedger.colleagues(tx, actorOf(res))).map(({ id }) => String(id)),
    }))
    const read = readForm(reasonForm(limits, { people, today: dayOf(clock()) }), req.body)
    if (!read.ok) {
      await drawReason(deps, res.status(422), found, read.form)
      return
    }
    const { person: personId, ...given } = read.value
    await db.inTransaction(tx =>
      clueLedger.giveReason(tx, visitorOf(res), caseId, { ...given, personId }),
    )
    res.redirect(303, `/staff/ledger/cases/${caseId}`)
  }
