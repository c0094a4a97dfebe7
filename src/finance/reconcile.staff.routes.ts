import type { Request, RequestHandler, Response } from 'express'
import { visitorOf, type Visitor } from '../accounts'
import { readSheetForm } from '../files'
import type { Taken } from '../payouts'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readTable, troubleWords, type ReadLimits, type ReadRow } from '../tables'
import type { Permission } from '../vocabulary/permission'
import { choicesOf, sentenceOf, type PayoutDoorDeps as Deps } from './payout-door'
import { ReconcileForm } from './payouts.schema'
import { RECONCILE, toReconcilePage } from './reconcile.view'

/** What the bank answered, and what it could not pay. */
export const openReconcileDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(RECONCILE, 'payment.settle', show(deps))
  staff.upload(RECONCILE, 'payment.settle', take(deps))
}

const SHOWN = 50

type Drawn = {
  readonly form: FormState
  readonly problem?: string
  readonly taken?: Taken
  readonly done?: { readonly paid: number; readonly failed: number }
}

const draw = async (deps: Deps, res: Response, drawn: Drawn): Promise<void> => {
  const { db, payouts, accounts } = deps
  const visitor = visitorOf(res)
  const page = await db.inTransaction(async tx => {
    const last = await payouts.answers.last(tx, visitor.actor.organisationId, SHOWN)
    return toReconcilePage({
      last,
      names: await accounts.namesOf(tx, [...new Set(last.map(one => one.taken_by))]),
      exceptions: await payouts.answers.exceptions(tx, visitor, SHOWN),
      layouts: await choicesOf(deps, tx, 'bank-layout'),
      ...drawn,
    })
  })
  res.render('finance/reconcile', page)
}

const counted = (value: unknown): number =>
  typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : 0

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { paid, failed } = req.query
    const done =
      paid === undefined ? {} : { done: { paid: counted(paid), failed: counted(failed) } }
    await draw(deps, res, { form: blankForm, ...done })
  }

const MEGABYTE = 1024 * 1024

const limitsOf = async ({ lawbook, clock }: Deps, tx: Tx): Promise<ReadLimits> => {
  const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
  return {
    bytes: limits['import.megabytes'] * MEGABYTE,
    entries: limits['import.entries'],
    unpackedBytes: limits['import.unpacked-megabytes'] * MEGABYTE,
    ratio: limits['import.ratio'],
    // The line of headers is one more.
    rows: limits['payment.batch-rows'] + 1,
    columns: limits['import.columns'],
    cellSigns: limits['import.cell'],
    milliseconds: limits['import.seconds'] * 1000,
  }
}

type Came =
  | { readonly bytes: Buffer; readonly rows: readonly ReadRow[]; readonly layout: string }
  | { readonly form: FormState }

const receive = async (deps: Deps, req: Request): Promise<Came> => {
  const limits = await deps.db.piecemeal(tx => limitsOf(deps, tx))
  const { fields, file } = await readSheetForm(req, limits.bytes)
  const read = readForm(ReconcileForm, fields)
  const refuse = (files: string): Came => ({
    form: { values: fields, errors: { ...(read.ok ? {} : read.form.errors), files } },
  })
  if (file === undefined) return refuse('请选银行给的回盘文件，.xlsx 或者 .csv')
  if (!read.ok) return { form: read.form }
  const rows: ReadRow[] = []
  const end = await readTable(file.bytes, limits, batch => void rows.push(...batch))
  if (!end.ok) return refuse(troubleWords(end.trouble, limits))
  return { bytes: file.bytes, rows, layout: read.value.layout }
}

const settle = async (
  deps: Deps,
  res: Response,
  visitor: Visitor,
  came: Exclude<Came, { form: FormState }>,
): Promise<void> => {
  const { db, payouts } = deps
  const form = { values: { layout: came.layout }, errors: {} }
  try {
    const taken = await db.inTransaction(tx => payouts.answers.take(tx, visitor, came))
    if (taken.ok) res.redirect(303, `${RECONCILE}?paid=${taken.paid}&failed=${taken.failed}`)
    else await draw(deps, res.status(422), { form, taken })
  } catch (error) {
    if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
    await draw(deps, res.status(409), { form, problem: sentenceOf(error) })
  }
}

const take =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const came = await receive(deps, req)
    if ('form' in came) await draw(deps, res.status(422), { form: came.form })
    else await settle(deps, res, visitorOf(res), came)
  }
