import { timingSafeEqual } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import { type ReceiptFacts, TailForm, toReceiptPage } from '../filing'
import type { Tx } from '../platform/db/transaction'
import type { FormState } from '../platform/http/form'
import type { DerivedReceipt, ReceiptCode } from '../receipts'
import type { ReportId } from '../vocabulary/ids'
import { readKeptFacts, readKeptReceipt } from './kept-receipt'
import { fieldsOf, type IntakeDeps } from './wizard.reporter.routes'

type Shown = {
  readonly code: ReceiptCode
  readonly derived: DerivedReceipt
  readonly reportId: ReportId
  readonly facts: ReceiptFacts | undefined
  readonly minutes: number
}

/** The code that waits in this browser's session to be written down; nothing once its time is up. */
export const shownIn = (deps: IntakeDeps, res: Response): Shown | undefined => {
  const kept = deps.visits.visitOf(res)?.data.receipt
  const left = kept === undefined ? 0 : kept.until - deps.clock().getTime()
  if (kept === undefined || left <= 0) return undefined
  const read = deps.receipts.readCode(kept.code)
  if (!read.ok) return undefined
  const reportId = kept.reportId as ReportId
  const derived = readKeptReceipt(kept)
  const facts = readKeptFacts(kept)
  return { code: read.code, derived, reportId, facts, minutes: Math.ceil(left / 60_000) }
}

const factsOf = async (
  deps: IntakeDeps,
  { facts, derived }: Shown,
): Promise<ReceiptFacts | undefined> =>
  facts ?? deps.db.piecemeal(tx => deps.intake.readReceipt(tx, derived))

const drawReceipt = async (
  deps: IntakeDeps,
  res: Response,
  shown: Shown,
  errors: FormState['errors'],
): Promise<void> => {
  const facts = await factsOf(deps, shown)
  if (facts === undefined) {
    res.render('intake/put-away')
    return
  }
  const model = { ...toReceiptPage(facts, shown.code, shown.minutes), errors }
  res.status(Object.keys(errors).length === 0 ? 200 : 422).render('intake/receipt', model)
}

/** Takes the code out of the session; what else the browser holds stays. */
const forgetCode = async (tx: Tx, { visits }: IntakeDeps, res: Response): Promise<void> => {
  const held = await visits.hold(tx, res)
  // Another window has put it away, or taken it along into its new session: not this one's to touch.
  if (held === undefined) return
  const { draft, follow } = held
  if (draft === undefined && follow === undefined) {
    await visits.end(tx, res)
    return
  }
  await visits.save(tx, res, {
    ...(draft === undefined ? {} : { draft }),
    ...(follow === undefined ? {} : { follow }),
  })
}

const putAway = async (deps: IntakeDeps, res: Response, shown: Shown): Promise<void> => {
  const facts = await factsOf(deps, shown)
  await deps.db.inTransaction(async tx => {
    await forgetCode(tx, deps, res)
    if (facts === undefined) return
    const reporter = { side: 'reporter', reportId: shown.reportId } as const
    const { organisationId, caseId } = facts
    await deps.audit.record(tx, reporter, organisationId, { deed: 'receipt.confirmed', caseId })
  })
}

export const showReceipt =
  (deps: IntakeDeps): RequestHandler =>
  async (_req, res) => {
    const shown = shownIn(deps, res)
    if (shown !== undefined) {
      await drawReceipt(deps, res, shown, {})
      return
    }
    if (deps.visits.visitOf(res)?.data.receipt !== undefined)
      await deps.db.inTransaction(tx => forgetCode(tx, deps, res))
    res.render('intake/put-away')
  }

const wrongTail = '最后 4 位不对，请对照上面再输一次'

const isTailOf = (typed: string, code: ReceiptCode): boolean =>
  typed.length === 4 && timingSafeEqual(Buffer.from(typed, 'latin1'), Buffer.from(code.slice(-4)))

/** The last four digits, typed back: proof that the code was written down before it is put away. */
export const confirmReceipt =
  (deps: IntakeDeps): RequestHandler =>
  async (req, res) => {
    const shown = shownIn(deps, res)
    if (shown === undefined) {
      res.redirect(303, '/report/receipt')
      return
    }
    const { tail } = TailForm.parse(fieldsOf(req))
    if (!isTailOf(tail, shown.code)) {
      await drawReceipt(deps, res, shown, { tail: wrongTail })
      return
    }
    await putAway(deps, res, shown)
    res.redirect(303, '/report/receipt')
  }
