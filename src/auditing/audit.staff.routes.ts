import type { RequestHandler } from 'express'
import { actorOf, type Accounts } from '../accounts'
import type { Checks } from '../audit'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { readPath } from '../platform/http/path'
import type { StaffActor } from '../vocabulary/actor'
import type { StaffId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import type { AuditDesk } from './audit-desk.service'
import { openExportDoors, type ExportDeps } from './exports.staff.routes'
import { toIdentityPage } from './identity.view'
import { toEntryPage, toListPage } from './list.view'
import { CheckForm, EntryParams, readWish } from './record-wish.schema'
import { toStatePage } from './state.view'

type Deps = ExportDeps & {
  readonly db: Db
  readonly clock: Clock
  readonly auditDesk: AuditDesk
  readonly checks: Checks
  readonly accounts: Pick<Accounts, 'find'>
  readonly lawbook: Lawbook
}

export const openAuditDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/audit', 'record.view', list(deps))
  staff.get('/staff/audit/state', 'record.view', state(deps))
  staff.post('/staff/audit/check', 'record.check', check(deps))
  staff.get('/staff/audit/identity', 'record.view', identity(deps))
  openExportDoors(staff, deps)
  staff.get('/staff/audit/:entryId', 'record.view', entry(deps))
}

const unknownWords = {
  person: { 'f-person': '没有这个用户名，请核对后再筛选' },
  number: { 'f-number': '没有这个编号的线索，编号写成 2026-318 或〔2026〕00318' },
} as const

const SIGN_IN_NAME_ONLY = 45

/** Links name a person by id; the field shows what they sign in with. */
const usernameOf = async ({ accounts }: Deps, tx: Tx, person: string): Promise<string> => {
  if (person.length !== 36) return person.slice(0, SIGN_IN_NAME_ONLY)
  return (await accounts.find(tx, person as StaffId))?.username ?? person
}

const findPage = async (deps: Deps, tx: Tx, actor: StaffActor, query: unknown) => {
  const { auditDesk, lawbook, clock } = deps
  const today = dayOf(clock())
  const bodies = await auditDesk.bodies(tx, actor)
  const read = readWish(
    query,
    bodies.map(({ id }) => id),
    today,
  )
  const asked = await auditDesk.toQuestion(tx, actor, read.wish)
  const limit = (await lawbook.limits(tx, { place: '*', on: today }))['record.page']
  const page = { before: read.before, limit: limit + 1 }
  const lines = asked.ok ? await auditDesk.page(tx, asked.question, page) : []
  const unknown = asked.ok ? {} : unknownWords[asked.unknown]
  return toListPage({
    wish: read.wish,
    problems: { ...read.problems, ...unknown },
    ...{ bodies, today, isPaged: read.before !== undefined },
    lines: lines.slice(0, limit),
    hasOlder: lines.length > limit,
    states: await auditDesk.states(tx, actor),
    username: await usernameOf(deps, tx, read.wish.person),
  })
}

const list =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const page = await deps.db.piecemeal(tx => findPage(deps, tx, actorOf(res), req.query))
    const isKnown = Object.keys(page.queryErrors).length === 0
    res.status(isKnown ? 200 : 400).render('auditing/list', page)
  }

const entry =
  ({ db, auditDesk, clock }: Deps): RequestHandler =>
  async (req, res) => {
    const { entryId } = readPath(EntryParams, req.params)
    const line = await db.piecemeal(tx => auditDesk.entry(tx, actorOf(res), entryId))
    res.render('auditing/entry', toEntryPage(line, dayOf(clock())))
  }

const SHOWN_CHECKS = 20

const state =
  ({ db, auditDesk, checks }: Deps): RequestHandler =>
  async (_req, res) => {
    const page = await db.piecemeal(async tx =>
      toStatePage(await auditDesk.states(tx, actorOf(res)), await checks.list(tx, SHOWN_CHECKS)),
    )
    res.render('auditing/state', page)
  }

const check =
  ({ db, checks }: Deps): RequestHandler =>
  async (req, res) => {
    const { whole } = CheckForm.parse(req.body)
    const actor = actorOf(res)
    const { organisationId } = actor
    await db.inTransaction(tx => checks.ask(tx, { actor, organisationId }, whole === 'yes'))
    res.redirect(303, '/staff/audit/state')
  }

const identity =
  ({ db, auditDesk, clock }: Deps): RequestHandler =>
  async (req, res) => {
    const actor = actorOf(res)
    const page = await db.piecemeal(async tx => {
      const bodies = await auditDesk.bodies(tx, actor)
      const { wish, problems } = readWish(
        req.query,
        bodies.map(({ id }) => id),
        dayOf(clock()),
      )
      const views = await auditDesk.views(tx, actor, wish)
      return toIdentityPage({ wish, problems, bodies, views })
    })
    const isKnown = Object.keys(page.queryErrors).length === 0
    res.status(isKnown ? 200 : 400).render('auditing/identity', page)
  }
