import { timingSafeEqual } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import { TailForm } from '../filing'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import { notFound } from '../platform/errors'
import type { FormState } from '../platform/http/form'
import type { ReceiptCode, Receipts } from '../receipts'
import type { DraftId } from '../vocabulary/ids'
import { channelPath } from './channel.rules'
import { toCodePage, toSlip } from './code.view'
import type { Reception } from './reception.service'
import type { FiledSheet } from './sheet'
import { readAsked } from './sheet.schema'
import { sheetIdOf, writerOf } from './writer.guard'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly receipts: Receipts
  readonly reception: Reception
}

const codeOf = ({ receipts }: Deps, { shown }: FiledSheet): ReceiptCode | undefined => {
  if (shown?.code === undefined) return undefined
  const read = receipts.readCode(shown.code)
  return read.ok ? read.code : undefined
}

type Filed = { readonly sheet: FiledSheet; readonly label: string }

/** The filed sheet and its number; where to go instead when there is none. */
const findFiled = (
  { db, reception }: Deps,
  res: Response,
  id: DraftId,
): Promise<Filed | { readonly go: string }> =>
  db.inTransaction(async tx => {
    const sheet = await reception.find(tx, writerOf(res), id)
    const done = await reception.registered(tx, id)
    if (sheet?.stage === 'filed' && done !== undefined) return { sheet, label: done.label }
    if (sheet !== undefined) return { go: `${channelPath(sheet.source)}?sheet=${id}` }
    return { go: `${channelPath('hotline')}?said=${done === undefined ? 'dropped' : 'filed'}` }
  })

type Drawn = Filed & { readonly group: number; readonly errors: FormState['errors'] }

const draw = (deps: Deps, res: Response, { sheet, label, group, errors }: Drawn): void => {
  const { id, source, shown } = sheet
  const left = shown === undefined ? 0 : shown.until - deps.clock().getTime()
  const model = toCodePage({
    ...{ id, source, label, group, errors },
    code: codeOf(deps, sheet),
    thrownAway: shown !== undefined && shown.code === undefined,
    address: shown?.address ?? '',
    minutes: Math.ceil(left / 60_000),
  })
  res.status(Object.keys(errors).length === 0 ? 200 : 422).render('reception/code', model)
}

/** The code, group by group, to be read out and read back. */
export const showCode =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const filed = await findFiled(deps, res, sheetIdOf(req))
    if ('go' in filed) {
      res.redirect(303, filed.go)
      return
    }
    draw(deps, res, { ...filed, group: readAsked(req.query).group ?? 1, errors: {} })
  }

const isTailOf = (typed: string, code: ReceiptCode): boolean =>
  typed.length === 4 && timingSafeEqual(Buffer.from(typed, 'latin1'), Buffer.from(code.slice(-4)))

/** The last four digits, said back: proof that they were written down, before the code is put away. */
export const putAway =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const id = sheetIdOf(req)
    const filed = await findFiled(deps, res, id)
    if ('go' in filed) {
      res.redirect(303, filed.go)
      return
    }
    const code = codeOf(deps, filed.sheet)
    const { tail } = TailForm.parse(req.body ?? {})
    if (code !== undefined && !isTailOf(tail, code)) {
      const errors = { tail: '最后 4 位不对，请把六组从头再念一遍' }
      draw(deps, res, { ...filed, group: 1, errors })
      return
    }
    await deps.db.inTransaction(tx => deps.reception.putAway(tx, writerOf(res), id))
    res.redirect(303, `${channelPath(filed.sheet.source)}?said=filed`)
  }

/** The printed receipt. Opened with the code itself: what is printed is proof that it works. */
export const printSlip =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, receipts, reception } = deps
    const id = sheetIdOf(req)
    const filed = await findFiled(deps, res, id)
    const code = 'go' in filed ? undefined : codeOf(deps, filed.sheet)
    if ('go' in filed || code === undefined) {
      res.redirect(303, 'go' in filed ? filed.go : `/staff/intake/sheets/${id}/code`)
      return
    }
    const derived = await receipts.derive(code)
    const facts = await db.inTransaction(async tx => {
      const opened = await reception.receiptOf(tx, derived)
      if (opened !== undefined) await reception.recordPrint(tx, writerOf(res), opened)
      return opened
    })
    if (facts === undefined) throw notFound('sheet')
    const { source, shown } = filed.sheet
    res.render(
      'reception/receipt',
      toSlip({ id, source, facts, code, address: shown?.address ?? '' }),
    )
  }
