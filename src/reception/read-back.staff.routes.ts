import type { RequestHandler } from 'express'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { readForm, type FormState } from '../platform/http/form'
import type { DraftId } from '../vocabulary/ids'
import { channelPath, channelWords } from './channel.rules'
import { toReadBack } from './read-back.view'
import type { Reception } from './reception.service'
import type { OpenSheet, Sheet, Writer } from './sheet'
import { agreedForm, readWhole } from './sheet.schema'
import { sheetIdOf, writerOf } from './writer.guard'

type Deps = { readonly db: Db; readonly reception: Reception }

type Outcome =
  { readonly go: string } | { readonly model: object; readonly status: number } | undefined

const codePath = (id: DraftId) => `/staff/intake/sheets/${id}/code`

/** Filed already: to the code. Gone: to an empty sheet, which says so. */
const elsewhere = async (
  { reception }: Deps,
  tx: Tx,
  id: DraftId,
  sheet: Sheet | undefined,
): Promise<Outcome> => {
  if (sheet?.stage === 'filed') return { go: codePath(id) }
  const done = await reception.registered(tx, id)
  return { go: `${channelPath('hotline')}?said=${done === undefined ? 'dropped' : 'gone'}` }
}

const draw = async (
  { reception }: Deps,
  tx: Tx,
  sheet: OpenSheet,
  errors: FormState['errors'],
): Promise<Outcome> => {
  const { id, source } = sheet
  const lists = await reception.readLists(tx)
  const whole = readWhole(sheet.content, lists)
  const read = whole.ok ? await reception.contentOf(tx, whole.value.answers, lists) : undefined
  // Left unfinished: the sheet itself says what is missing as soon as it is to be read back.
  if (!whole.ok || read === undefined) return { go: `${channelPath(source)}?sheet=${id}` }
  const { identity, replyAddress } = whole.value
  const model = toReadBack({ id, source, content: read.content, identity, replyAddress, errors })
  return { model, status: Object.keys(errors).length === 0 ? 200 : 422 }
}

const answer = (res: Parameters<RequestHandler>[1], outcome: Outcome): void => {
  if (outcome === undefined) return
  if ('go' in outcome) res.redirect(303, outcome.go)
  else res.status(outcome.status).render('reception/check', outcome.model)
}

/** 复述给来电人听. */
export const showReadBack =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const id = sheetIdOf(req)
    const writer = writerOf(res)
    answer(
      res,
      await deps.db.inTransaction(async tx => {
        const sheet = await deps.reception.find(tx, writer, id)
        return sheet?.stage === 'unfinished'
          ? draw(deps, tx, sheet, {})
          : elsewhere(deps, tx, id, sheet)
      }),
    )
  }

/** What keeps the sheet from being filed; undefined when nothing does. */
const obstacle = async (
  deps: Deps,
  tx: Tx,
  { writer, id, body }: { readonly writer: Writer; readonly id: DraftId; readonly body: unknown },
): Promise<Outcome> => {
  const sheet = await deps.reception.find(tx, writer, id)
  if (sheet?.stage !== 'unfinished') return elsewhere(deps, tx, id, sheet)
  const read = readForm(agreedForm(channelWords(sheet.source).notAgreed), body)
  return read.ok ? undefined : draw(deps, tx, sheet, read.form.errors)
}

/** The sheet's row is the turnstile: of several POSTs the first makes the report, all see its code. */
const fileOnce = async (
  { reception }: Deps,
  tx: Tx,
  writer: Writer,
  sending: {
    readonly id: DraftId
    readonly receipt: Awaited<ReturnType<Reception['freshReceipt']>>
  },
): Promise<string> => {
  const { id, receipt } = sending
  const sheet = await reception.hold(tx, writer, id)
  if (sheet?.stage !== 'unfinished') return codePath(id)
  const lists = await reception.readLists(tx)
  const whole = readWhole(sheet.content, lists)
  if (!whole.ok) return `${channelPath(sheet.source)}?sheet=${id}`
  await reception.file(tx, writer, sheet, { written: whole.value, lists, receipt })
  return codePath(id)
}

export const fileSheet =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const id = sheetIdOf(req)
    const writer = writerOf(res)
    const { body } = req as { body: unknown }
    const outcome = await deps.db.inTransaction(tx => obstacle(deps, tx, { writer, id, body }))
    if (outcome !== undefined) {
      answer(res, outcome)
      return
    }
    // Costly on purpose: before the transaction, off the event loop.
    const receipt = await deps.reception.freshReceipt()
    const path = await deps.db.inTransaction(tx => fileOnce(deps, tx, writer, { id, receipt }))
    res.redirect(303, path)
  }
