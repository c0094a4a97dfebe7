import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RequestHandler, Response } from 'express'
import { onceWithCode, stepUpFaults, visitorOf, type Visitor } from '../accounts'
import { attachmentHeader } from '../files'
import { batchNumber } from '../payouts'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import { tableType, writePlainTable } from '../tables'
import type { BatchId, ClaimId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { BATCHES, toBatchList, toBatchPage, toNewBatch } from './batches.view'
import { choicesOf, PAGE, sentenceOf, typedIn, type PayoutDoorDeps as Deps } from './payout-door'
import { BatchAnswer, BatchForm, BatchPath } from './payouts.schema'

/** Built by one, released by another, fetched for the bank. */
export const openBatchDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(BATCHES, 'payment.view', list(deps))
  staff.get(`${BATCHES}/new`, 'payment.build', ask(deps))
  staff.post(BATCHES, 'payment.build', build(deps))
  staff.get(`${BATCHES}/:batchId`, 'payment.view', show(deps))
  staff.post(`${BATCHES}/:batchId`, 'payment.release', answer(deps))
  staff.get(`${BATCHES}/:batchId/file`, 'payment.view', fetchFile(deps))
}

const readBefore = (text: unknown): Date | undefined => {
  const read = typeof text === 'string' ? new Date(text) : undefined
  return read === undefined || Number.isNaN(read.getTime()) ? undefined : read
}

const list =
  ({ db, payouts, accounts }: Deps): RequestHandler =>
  async (req, res) => {
    const page = await db.inTransaction(async tx => {
      const batches = await payouts.batches.list(tx, visitorOf(res).actor.organisationId, {
        states: ['built', 'released', 'reconciled', 'dropped'],
        before: readBefore(req.query['before']),
        limit: PAGE + 1,
      })
      const people = [...new Set(batches.map(({ builtBy }) => builtBy))]
      return toBatchList(batches, await accounts.namesOf(tx, people), PAGE)
    })
    res.render('finance/batches', page)
  }

/** Shown one by one; the rest goes with «all». */
const SHOWN = 200

const mostOf = async ({ lawbook, clock }: Deps, tx: Tx): Promise<number> =>
  (await lawbook.limits(tx, { place: '*', on: dayOf(clock()) }))['payment.batch-rows']

const drawNew = async (
  deps: Deps,
  res: Response,
  { form, problem = '' }: { readonly form: FormState; readonly problem?: string },
): Promise<void> => {
  const { db, payouts, random } = deps
  const page = await db.inTransaction(async tx =>
    toNewBatch({
      found: await payouts.claims.list(tx, visitorOf(res), {
        ...{ state: 'checked', unpaid: true, limit: SHOWN + 1 },
      }),
      ...{ page: SHOWN, most: await mostOf(deps, tx) },
      layouts: await choicesOf(deps, tx, 'bank-layout'),
      ...{ once: random.uuid(), form, problem },
    }),
  )
  res.render('finance/batch-new', page)
}

const ask =
  (deps: Deps): RequestHandler =>
  (_req, res) =>
    drawNew(deps, res, { form: blankForm })

const allOf = async ({ payouts, ...deps }: Deps, tx: Tx, visitor: Visitor): Promise<ClaimId[]> => {
  const limit = await mostOf({ payouts, ...deps }, tx)
  const found = await payouts.claims.list(tx, visitor, { state: 'checked', unpaid: true, limit })
  return found.map(({ claim }) => claim.id)
}

const build =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, payouts } = deps
    const visitor = visitorOf(res)
    const read = readForm(BatchForm, req.body)
    if (!read.ok) {
      await drawNew(deps, res.status(422), { form: read.form })
      return
    }
    const { all, claims, once, layout } = read.value
    try {
      const id = await db.inTransaction(async tx =>
        payouts.batches.build(tx, visitor, {
          ...{ once, layout, claimIds: all ? await allOf(deps, tx, visitor) : claims },
        }),
      )
      res.redirect(303, `${BATCHES}/${id}`)
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      const form = { values: typedIn(req.body), errors: {} }
      await drawNew(deps, res.status(409), { form, problem: sentenceOf(error) })
    }
  }

type Drawn = { readonly form: FormState; readonly problem?: string }

const draw = async (deps: Deps, res: Response, id: BatchId, drawn: Drawn): Promise<void> => {
  const { db, payouts, accounts } = deps
  const visitor = visitorOf(res)
  const page = await db.inTransaction(async tx => {
    const file = await payouts.batches.open(tx, visitor, id)
    const people = [file.batch.builtBy, file.batch.releasedBy].filter(one => one !== null)
    const names = await accounts.namesOf(tx, people)
    return toBatchPage({ file, names, viewer: visitor.actor.id, problem: '', ...drawn })
  })
  res.render('finance/batch', page)
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    await draw(deps, res, readPath(BatchPath, req.params).batchId, { form: blankForm })
  }

/** '' when it was done; else what is wrong with the code. */
const release = async (
  { payouts, secondFactor }: Deps,
  tx: Tx,
  visitor: Visitor,
  { id, otp }: { readonly id: BatchId; readonly otp: string },
): Promise<string> => {
  const { batch } = await payouts.batches.open(tx, visitor, id)
  const kind = await onceWithCode(
    () => Promise.resolve(batch.releasedBy === visitor.actor.id),
    () => secondFactor.check(tx, visitor.keys, otp),
  )
  if (kind !== 'right') return stepUpFaults[kind]
  await payouts.batches.release(tx, visitor, id)
  return ''
}

const answer =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, payouts } = deps
    const visitor = visitorOf(res)
    const { batchId: id } = readPath(BatchPath, req.params)
    const read = readForm(BatchAnswer, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), id, { form: read.form })
      return
    }
    const wish = read.value
    try {
      const fault = await db.inTransaction(async tx => {
        if (wish.do === 'release') return release(deps, tx, visitor, { id, otp: wish.otp })
        await payouts.batches.drop(tx, visitor, id)
        return ''
      })
      if (fault === '') res.redirect(303, `${BATCHES}/${id}`)
      else await draw(deps, res.status(422), id, { form: { values: {}, errors: { otp: fault } } })
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      await draw(deps, res.status(409), id, { form: blankForm, problem: sentenceOf(error) })
    }
  }

const AT_ONCE = 200

async function* inPieces<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let at = 0; at < rows.length; at += AT_ONCE)
    yield await Promise.resolve(rows.slice(at, at + AT_ONCE))
}

const fetchFile =
  ({ db, payouts }: Deps): RequestHandler =>
  async (req, res) => {
    const { batchId } = readPath(BatchPath, req.params)
    const file = await db.inTransaction(tx => payouts.batches.file(tx, visitorOf(res), batchId))
    const { batch, format, header, rows } = file
    res.set('Content-Type', tableType[format])
    const name = `${batchNumber(batch.year, batch.serial)}.${format}`
    res.set('Content-Disposition', attachmentHeader(name))
    res.set('Cache-Control', 'no-store')
    const sheet = { name: '付款', header, rows: inPieces(rows) }
    await pipeline(Readable.from(writePlainTable(format, sheet)), res)
  }
