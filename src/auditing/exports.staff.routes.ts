import { once } from 'node:events'
import type { RequestHandler, Response } from 'express'
import { actorOf, keysOf, stepUpFaults, type SecondFactor } from '../accounts'
import type { RecordQuestion } from '../audit'
import { attachmentHeader } from '../files'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Random } from '../platform/random'
import { CSV_START } from '../tables'
import type { StaffActor } from '../vocabulary/actor'
import type { Permission } from '../vocabulary/permission'
import type { AuditDesk } from './audit-desk.service'
import {
  cannotExport,
  csvHead,
  csvName,
  csvRow,
  csvTail,
  toExportedPage,
  toExportPage,
  watermarkOf,
} from './export.view'
import type { Exports } from './exports.service'
import { exportForm, ExportParams, readWish } from './record-wish.schema'

export type ExportDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly lawbook: Lawbook
  readonly auditDesk: AuditDesk
  readonly exports: Exports
  readonly secondFactor: SecondFactor
}

export const openExportDoors = (staff: Doors<Permission>, deps: ExportDeps): void => {
  staff.get('/staff/audit/export', 'record.export', show(deps))
  staff.post('/staff/audit/export', 'record.export', make(deps))
  staff.get('/staff/audit/exports/:exportId', 'record.export', made(deps))
  staff.get('/staff/audit/exports/:exportId/file', 'record.export', fetchFile(deps))
}

/** The same filters as the list's, and what they find. */
const readAsked = async (deps: ExportDeps, tx: Tx, actor: StaffActor, fields: unknown) => {
  const { auditDesk, clock, exports, lawbook } = deps
  const today = dayOf(clock())
  const bodies = await auditDesk.bodies(tx, actor)
  const ids = bodies.map(({ id }) => id)
  const { wish } = readWish(fields, ids, today)
  const asked = await auditDesk.toQuestion(tx, actor, wish)
  const question: RecordQuestion | undefined = asked.ok ? asked.question : undefined
  const count = question === undefined ? 0 : await exports.count(tx, question)
  const law = await lawbook.limits(tx, { place: '*', on: today })
  const reasonLimits = { min: law['reason.min'], max: law['reason.max'] }
  return { bodies, wish, question, count, reasonLimits, limits: await exports.limits(tx) }
}

type Asked = Awaited<ReturnType<typeof readAsked>>

const draw = (res: Response, asked: Asked, once: string, form: FormState): void => {
  res.render('auditing/export', toExportPage({ ...asked, once, form }))
}

const show =
  (deps: ExportDeps): RequestHandler =>
  async (req, res) => {
    const asked = await deps.db.piecemeal(tx => readAsked(deps, tx, actorOf(res), req.query))
    draw(res, asked, deps.random.uuid(), blankForm)
  }

type Wanted = { readonly once: string; readonly reason: string; readonly otp: string }

/** In one transaction: the code is used up together with what it allowed. A wrong one is counted all the same. */
const takeCode = async (deps: ExportDeps, tx: Tx, res: Response, wanted: Wanted & Asked) => {
  const { exports, secondFactor } = deps
  const actor = actorOf(res)
  const before = await exports.findOnce(tx, actor, wanted.once)
  if (before !== undefined) return { kind: 'right', id: before.id } as const
  const { question, count } = wanted
  if (question === undefined || cannotExport(count, wanted.limits) !== '')
    return { kind: 'refused' } as const
  const { kind } = await secondFactor.check(tx, keysOf(res), wanted.otp)
  if (kind === 'right') {
    const id = await exports.make(tx, actor, question, { ...wanted, entries: count })
    return { kind, id } as const
  }
  // The quicker of two same forms at once has used the code, for the same file.
  const quicker = await exports.findOnce(tx, actor, wanted.once)
  return quicker === undefined ? ({ kind } as const) : ({ kind: 'right', id: quicker.id } as const)
}

const typed = (body: unknown): Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null ? { ...body } : {}

const make =
  (deps: ExportDeps): RequestHandler =>
  async (req, res) => {
    const body = typed(req.body)
    const asked = await deps.db.piecemeal(tx => readAsked(deps, tx, actorOf(res), body))
    const read = readForm(exportForm(asked.reasonLimits), body)
    const once = typeof body['once'] === 'string' ? body['once'] : ''
    if (!read.ok) {
      const isOld = read.form.errors['once'] !== undefined
      draw(res.status(422), asked, isOld ? deps.random.uuid() : once, read.form)
      return
    }
    const taken = await deps.db.inTransaction(tx =>
      takeCode(deps, tx, res, { ...asked, ...read.value }),
    )
    if (taken.kind === 'right') {
      res.redirect(303, `/staff/audit/exports/${taken.id}`)
      return
    }
    const errors = taken.kind === 'refused' ? {} : { otp: stepUpFaults[taken.kind] }
    draw(res.status(422), asked, once, { values: { reason: read.value.reason }, errors })
  }

const made =
  ({ db, exports }: ExportDeps): RequestHandler =>
  async (req, res) => {
    const { exportId } = readPath(ExportParams, req.params)
    const found = await db.piecemeal(tx => exports.get(tx, actorOf(res), exportId))
    res.render('auditing/exported', toExportedPage(found, exports.reasonOf(found)))
  }

const isGone = (res: Response): boolean => res.destroyed || res.closed

/** Row by row, as fast as the other end takes them. */
const fetchFile =
  ({ db, exports }: ExportDeps): RequestHandler =>
  async (req, res) => {
    const { exportId } = readPath(ExportParams, req.params)
    const actor = actorOf(res)
    const found = await db.piecemeal(tx => exports.get(tx, actor, exportId))
    res.setHeader('Content-Type', 'text/csv; charset=utf-8')
    res.setHeader('Content-Disposition', attachmentHeader(csvName(found)))
    res.write(CSV_START + csvHead(found, actor))
    const watermark = watermarkOf(found, actor)
    let count = 0
    for await (const lines of exports.rows(found)) {
      if (isGone(res)) return
      count += lines.length
      const isFull = !res.write(lines.map(line => csvRow(line, watermark)).join(''))
      if (isFull) await Promise.race([once(res, 'drain'), once(res, 'close')])
    }
    res.end(csvTail(count))
  }
