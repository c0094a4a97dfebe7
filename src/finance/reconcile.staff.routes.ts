import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { visitorOf } from '../accounts'
import { readSheetForm } from '../files'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readTable, troubleWords, type ReadLimits, type ReadRow } from '../tables'
import type { Permission } from '../vocabulary/permission'
import { refusalSentence } from '../vocabulary/refusal-words'
import { keepingRefusals, layoutsIn, type PaymentDoorDeps } from './payment-doors'
import { readLimits } from './reading-limits'
import { RECONCILE, toReconcilePage, type Faults } from './reconcile.view'

const PAGE = 50
const LAST = 20
const MEGABYTE = 1024 * 1024

/** What the bank answered, taken in whole or not at all. */
export const openReconcileDoors = (staff: Doors<Permission>, deps: PaymentDoorDeps): void => {
  staff.get(RECONCILE, 'payment.settle', show(deps))
  staff.upload(RECONCILE, 'payment.settle', take(deps))
}

type Drawn = {
  readonly form?: FormState
  readonly problem?: string
  readonly faults?: Faults
}

const draw = async (
  deps: PaymentDoorDeps,
  res: Response,
  { form = blankForm, problem = '', faults }: Drawn,
): Promise<void> => {
  const { db, payouts, accounts } = deps
  const visitor = visitorOf(res)
  const page = await db.piecemeal(async tx => {
    const answers = await payouts.answers.last(tx, visitor.actor.organisationId, LAST)
    return toReconcilePage({
      ...{ form, problem, faults, answers, page: PAGE },
      layouts: await layoutsIn(deps, tx),
      names: await accounts.namesOf(tx, [...new Set(answers.map(one => one.taken_by))]),
      found: await payouts.answers.exceptions(tx, visitor, PAGE + 1),
      megabytes: Math.floor((await readLimits(deps, tx)).bytes / MEGABYTE),
    })
  })
  res.render('finance/reconcile', page)
}

const show =
  (deps: PaymentDoorDeps): RequestHandler =>
  async (_req, res) => {
    await draw(deps, res, {})
  }

const answerForm = (layouts: readonly string[]) =>
  z.object({
    layout: z.string('请选银行文件').refine(code => layouts.includes(code), '请选银行文件'),
  })

const EMPTY = '回盘文件里没有一行结果'

type Sheet =
  | { readonly ok: true; readonly rows: readonly ReadRow[] }
  | { readonly ok: false; readonly why: string }

const readSheet = async (bytes: Buffer, limits: ReadLimits): Promise<Sheet> => {
  const rows: ReadRow[] = []
  const end = await readTable(bytes, limits, some => {
    rows.push(...some)
  })
  if (end.ok) return { ok: true, rows }
  const isEmpty = end.trouble === 'empty'
  return { ok: false, why: isEmpty ? EMPTY : troubleWords(end.trouble, limits) }
}

type Outcome = { readonly status: 303 } | ({ readonly status: 422 } & Drawn)

const receive = async (deps: PaymentDoorDeps, req: Request, res: Response): Promise<Outcome> => {
  const { db, payouts } = deps
  const { limits, layouts } = await db.piecemeal(async tx => ({
    limits: await readLimits(deps, tx),
    layouts: (await layoutsIn(deps, tx)).map(({ code }) => code),
  }))
  const { fields, file } = await readSheetForm(req, limits.bytes)
  const read = readForm(answerForm(layouts), fields)
  const refuse = (errors: FormState['errors']): Outcome => ({
    ...{ status: 422, form: { values: fields, errors } },
  })
  if (!read.ok) return refuse(read.form.errors)
  if (file === undefined) return refuse({ files: '请选银行给的 .xlsx 或者 .csv 文件' })
  const sheet = await readSheet(file.bytes, limits)
  if (!sheet.ok) return refuse({ files: sheet.why })
  const brought = { bytes: file.bytes, rows: sheet.rows, layout: read.value.layout }
  const visitor = visitorOf(res)
  const end = await keepingRefusals(deps, visitor.actor, {}, () =>
    db.inTransaction(tx => payouts.answers.take(tx, visitor, brought)),
  )
  if (end.ok) return { status: 303 }
  const errors = { files: '没有导入，一笔也没有改。请按下面说的改好文件，再导入一次' }
  return { status: 422, form: { values: fields, errors }, faults: end }
}

const tooLargeWords = '文件太大，没有收下'

const take =
  (deps: PaymentDoorDeps): RequestHandler =>
  async (req, res) => {
    try {
      const { status, ...drawn } = await receive(deps, req, res)
      if (status === 303) res.redirect(303, RECONCILE)
      else await draw(deps, res.status(status), drawn)
    } catch (error) {
      if (!(error instanceof KnownError)) throw error
      if (error.kind === 'refused')
        await draw(deps, res.status(409), { problem: refusalSentence(error) })
      else if (error.kind === 'too-large')
        await draw(deps, res.status(413), {
          form: { values: {}, errors: { files: tooLargeWords } },
        })
      else throw error
    }
  }
