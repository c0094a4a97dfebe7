import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RequestHandler, Response } from 'express'
import { keysOf, onceWithCode, stepUpFaults, visitorOf, type Visitor } from '../accounts'
import { attachmentHeader } from '../files'
import { batchNumber } from '../payouts'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import { tableType, writePlainTable } from '../tables'
import type { BatchId, ClaimId } from '../vocabulary/ids'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { refusalSentence } from '../vocabulary/refusal-words'
import {
  BatchesQuery,
  BatchForm,
  BatchPath,
  buildForm,
  NewBatchQuery,
  pickedIn,
  RowsQuery,
} from './batches.schema'
import { BATCHES, batchViews, toBatchList, toBatchPage, toNewBatch } from './batches.view'
import { keepingRefusals, layoutsIn, limitsIn, type PaymentDoorDeps } from './payment-doors'

const PAGE = 50

/** What is paid together: built by one, released by another, fetched for the bank. */
export const openBatchDoors = (staff: Doors<Permission>, deps: PaymentDoorDeps): void => {
  staff.get(BATCHES, 'payment.view', list(deps))
  staff.get(`${BATCHES}/new`, 'payment.build', showNew(deps))
  staff.post(`${BATCHES}/new`, 'payment.build', build(deps))
  staff.get(`${BATCHES}/:batchId`, 'payment.view', show(deps))
  staff.post(`${BATCHES}/:batchId`, 'payment.release', answer(deps))
  staff.get(`${BATCHES}/:batchId/file`, 'payment.release', fetchFile(deps))
}

const list =
  ({ db, payouts, accounts }: PaymentDoorDeps): RequestHandler =>
  async (req, res) => {
    const { view, before } = BatchesQuery.parse(req.query)
    const { actor } = visitorOf(res)
    const page = await db.piecemeal(async tx => {
      const { states } = batchViews[view]
      const question = { states, before, limit: PAGE + 1 }
      const found = await payouts.batches.list(tx, actor.organisationId, question)
      const names = await accounts.namesOf(tx, [...new Set(found.map(one => one.builtBy))])
      const mayBuild = isAllowed(actor, 'payment.build')
      return toBatchList(found, { view, page: PAGE, names, mayBuild })
    })
    res.render('finance/batches', page)
  }

const payable = { state: 'checked', unpaid: true } as const

type NewDrawn = {
  readonly form: FormState
  readonly picked: readonly string[]
  readonly query: unknown
  readonly problem?: string
}

const drawNew = async (
  deps: PaymentDoorDeps,
  res: Response,
  { form, picked, query, problem = '' }: NewDrawn,
): Promise<void> => {
  const { db, payouts, random } = deps
  const { after } = NewBatchQuery.parse(query)
  const page = await db.piecemeal(async tx =>
    toNewBatch({
      found: await payouts.claims.list(tx, visitorOf(res), { ...payable, after, limit: PAGE + 1 }),
      layouts: await layoutsIn(deps, tx),
      most: (await limitsIn(deps, tx))['payment.batch-rows'],
      ...{ page: PAGE, once: random.uuid(), picked, form, problem },
    }),
  )
  res.render('finance/new-batch', page)
}

const showNew =
  (deps: PaymentDoorDeps): RequestHandler =>
  async (req, res) => {
    await drawNew(deps, res, { form: blankForm, picked: [], query: req.query })
  }

/** Oldest first, as many as one batch takes. */
const allPayable = async (deps: PaymentDoorDeps, tx: Tx, visitor: Visitor): Promise<ClaimId[]> => {
  const limit = (await limitsIn(deps, tx))['payment.batch-rows']
  const found = await deps.payouts.claims.list(tx, visitor, { ...payable, limit })
  return found.map(({ claim }) => claim.id)
}

/** @throws what is no refusal */
const asRefusal = (error: unknown): KnownError => {
  if (error instanceof KnownError && error.kind === 'refused') return error
  throw error
}

const build =
  (deps: PaymentDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, payouts } = deps
    const layouts = await db.piecemeal(tx => layoutsIn(deps, tx))
    const read = readForm(buildForm(layouts.map(({ code }) => code)), req.body)
    const again = { picked: pickedIn(req.body), query: req.query }
    if (!read.ok) return drawNew(deps, res.status(422), { ...again, form: read.form })
    const { once, layout } = read.value
    const picked = read.value.do === 'all' ? undefined : read.value.claim
    const visitor = visitorOf(res)
    try {
      const id = await db.inTransaction(async tx => {
        const claimIds = picked ?? (await allPayable(deps, tx, visitor))
        return payouts.batches.build(tx, visitor, { once, layout, claimIds })
      })
      res.redirect(303, `${BATCHES}/${id}`)
    } catch (error) {
      const problem = refusalSentence(asRefusal(error))
      const form = { values: { layout }, errors: {} }
      await drawNew(deps, res.status(409), { ...again, form, problem })
    }
  }

type Drawn = { readonly form: FormState; readonly problem?: string; readonly query?: unknown }

const draw = async (
  { db, payouts, accounts, lawbook }: PaymentDoorDeps,
  res: Response,
  id: BatchId,
  { form, problem = '', query = {} }: Drawn,
): Promise<void> => {
  const visitor = visitorOf(res)
  const { after } = RowsQuery.parse(query)
  const page = await db.inTransaction(async tx => {
    const part = { after, limit: PAGE + 1 }
    const { batch, payments } = await payouts.batches.open(tx, visitor, id, part)
    const hands = [batch.builtBy, batch.releasedBy].filter(one => one !== null)
    const layout = await lawbook.exact(tx, 'bank-layout', batch.layout)
    return toBatchPage({
      ...{ batch, found: payments, page: PAGE, layout: layout.data.name },
      names: await accounts.namesOf(tx, [...new Set(hands)]),
      ...{ viewer: visitor.actor.id, form, problem },
    })
  })
  res.render('finance/batch', page)
}

const show =
  (deps: PaymentDoorDeps): RequestHandler =>
  async (req, res) => {
    const { batchId } = readPath(BatchPath, req.params)
    await draw(deps, res, batchId, { form: blankForm, query: req.query })
  }

type Wish = ReturnType<(typeof BatchForm)['parse']>

/** '' when it was done; else what is wrong with the code. */
const carryOut = async (
  { payouts: { batches }, secondFactor }: PaymentDoorDeps,
  tx: Tx,
  wish: Wish,
  { id, visitor }: { readonly id: BatchId; readonly visitor: Visitor },
): Promise<string> => {
  const { actor, keys } = visitor
  if (wish.do === 'drop') {
    await batches.drop(tx, visitor, id)
    return ''
  }
  const kind = await onceWithCode(
    async () => (await batches.find(tx, visitor, id)).releasedBy === actor.id,
    () => secondFactor.check(tx, keys, wish.otp),
  )
  if (kind !== 'right') return stepUpFaults[kind]
  await batches.release(tx, visitor, id)
  return ''
}

const answer =
  (deps: PaymentDoorDeps): RequestHandler =>
  async (req, res) => {
    const { batchId: id } = readPath(BatchPath, req.params)
    const visitor = { ...visitorOf(res), keys: keysOf(res) }
    const read = readForm(BatchForm, req.body)
    if (!read.ok) return draw(deps, res.status(422), id, { form: read.form })
    try {
      const fault = await keepingRefusals(deps, visitor.actor, { on: id }, () =>
        deps.db.inTransaction(tx => carryOut(deps, tx, read.value, { id, visitor })),
      )
      if (fault === '') res.redirect(303, `${BATCHES}/${id}`)
      else await draw(deps, res.status(422), id, { form: { values: {}, errors: { otp: fault } } })
    } catch (error) {
      const problem = refusalSentence(asRefusal(error))
      await draw(deps, res.status(409), id, { form: blankForm, problem })
    }
  }

/** Opened in this request alone; it never lies anywhere. */
const fetchFile =
  (deps: PaymentDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, payouts } = deps
    const { batchId } = readPath(BatchPath, req.params)
    const visitor = visitorOf(res)
    const file = await keepingRefusals(deps, visitor.actor, { on: batchId }, () =>
      db.inTransaction(tx => payouts.batches.file(tx, visitor, batchId)),
    )
    const { year, serial } = file.batch
    res.setHeader('Cache-Control', 'no-store')
    res.setHeader('Content-Type', tableType[file.format])
    res.setHeader(
      'Content-Disposition',
      attachmentHeader(`${batchNumber(year, serial)}.${file.format}`, `payments-${year}-${serial}`),
    )
    const sheet = { name: '付款', header: file.header, rows: Readable.from([file.rows]) }
    await pipeline(Readable.from(writePlainTable(file.format, sheet)), res)
  }
