import type { RequestHandler, Response } from 'express'
import { makeClaim } from '../filing'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import type { Random } from '../platform/random'
import type { Receipts } from '../receipts'
import type { DraftId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import type { ClaimAnswer } from '../vocabulary/report-answers'
import { channelPath, channels, type Channel } from './channel.rules'
import { printSlip, putAway, showCode } from './code.staff.routes'
import { fileSheet, showReadBack } from './read-back.staff.routes'
import type { Reception } from './reception.service'
import type { Sheet, Writer } from './sheet'
import type { SheetContent } from './sheet.rules'
import { readAsked, readClaim, readSent, readWhole, type SentSheet } from './sheet.schema'
import { nobodyAbove, toSheetPage } from './sheet.view'
import { sheetIdOf, writerOf } from './writer.guard'

export type ReceptionDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly receipts: Receipts
  readonly reception: Reception
}

/** One page for each way in; then what is read back, the code, the paper. */
export const openReceptionDoors = (staff: Doors<Permission>, deps: ReceptionDeps): void => {
  for (const channel of channels) {
    staff.get(channelPath(channel), 'report.register', showSheet(deps, channel))
    staff.post(channelPath(channel), 'report.register', writeSheet(deps, channel))
  }
  const sheet = '/staff/intake/sheets/:sheetId'
  staff.get(`${sheet}/check`, 'report.register', showReadBack(deps))
  staff.post(`${sheet}/check`, 'report.register', fileSheet(deps))
  staff.get(`${sheet}/code`, 'report.register', showCode(deps))
  staff.post(`${sheet}/code`, 'report.register', putAway(deps))
  staff.get(`${sheet}/receipt`, 'report.register', printSlip(deps))
  staff.post(`${sheet}/drop`, 'report.register', dropSheet(deps))
}

type Drawn = {
  readonly id: DraftId
  readonly source: Channel
  readonly content: SheetContent
  readonly errors: Readonly<Record<string, string>>
  readonly kept: boolean
  readonly said?: string | undefined
}

const pageOf = async ({ reception }: ReceptionDeps, tx: Tx, writer: Writer, drawn: Drawn) => {
  const lists = await reception.readLists(tx)
  return toSheetPage({
    said: undefined,
    ...drawn,
    lists,
    targets: await reception.findTargets(tx, drawn.content, lists),
    waiting: await reception.list(tx, writer),
    goesAbove: await reception.takesAboutBody(tx),
  })
}

const blank = { values: {}, behaviours: [] }

/** The sheet asked for, if it is there and of this kind; else an empty one. */
const sheetToDraw = (
  { random }: ReceptionDeps,
  found: Sheet | undefined,
  source: Channel,
): Drawn =>
  found?.stage === 'unfinished' && found.source === source
    ? { id: found.id, source, content: found.content, errors: {}, kept: true }
    : { id: random.uuid() as DraftId, source, content: blank, errors: {}, kept: false }

const showSheet =
  (deps: ReceptionDeps, source: Channel): RequestHandler =>
  async (req, res) => {
    const { sheet, said } = readAsked(req.query)
    const writer = writerOf(res)
    const page = await deps.db.inTransaction(async tx => {
      const found = sheet === undefined ? undefined : await deps.reception.find(tx, writer, sheet)
      return pageOf(deps, tx, writer, { ...sheetToDraw(deps, found, source), said })
    })
    res.render('reception/sheet', page)
  }

/** The word itself goes no further than here. undefined: nothing new was said, or it is not right yet. */
const newClaim = async (
  { random }: ReceptionDeps,
  read: ReturnType<typeof readClaim>,
): Promise<ClaimAnswer | undefined> =>
  read?.ok === true ? makeClaim(random, read.value.word) : undefined

type Looked = {
  readonly content: SheetContent
  readonly errors: Readonly<Record<string, string>>
  readonly claim: ReturnType<typeof readClaim>
  readonly kept: boolean
}

/** With a word that is right but not derived yet: that work is done only when all else is right. */
const asIfDerived = (content: SheetContent, claim: Looked['claim']): SheetContent =>
  claim?.ok === true ? { ...content, claim: { salt: '', verifier: '' } } : content

const faultsOf = (
  content: SheetContent,
  claim: Looked['claim'],
  lists: Parameters<typeof readWhole>[1],
): Looked['errors'] => {
  const whole = readWhole(asIfDerived(content, claim), lists)
  const wanted = content.values['identity'] === 'anon-claim'
  const words = wanted && claim?.ok === false ? claim.form.errors : {}
  return { ...(whole.ok ? {} : whole.errors), ...words }
}

const isAboutBody = ({ values }: SheetContent): boolean =>
  values['about_body'] === 'yes' || values['about_body'] === 'unsure'

/** What was sent, with the claim word of an earlier sending; its faults only when it is to be read back. */
const lookAt = async (
  { reception }: ReceptionDeps,
  tx: Tx,
  writer: Writer,
  { sent, id }: { readonly sent: SentSheet; readonly id: DraftId },
): Promise<Looked> => {
  const lists = await reception.readLists(tx)
  const before = await reception.find(tx, writer, id)
  const known = before?.stage === 'unfinished' ? before.content.claim : undefined
  const claim = readClaim(sent, lists)
  const content = { ...sent.content, ...(known === undefined ? {} : { claim: known }) }
  const above = isAboutBody(content) && !(await reception.takesAboutBody(tx))
  const faults = {
    ...(above ? { about_body: nobodyAbove } : {}),
    ...faultsOf(content, claim, lists),
  }
  const errors = sent.go === 'check' ? faults : {}
  return { content, errors, claim, kept: before !== undefined }
}

const nextPath = (sheet: Sheet | undefined, { go }: SentSheet, source: Channel): string => {
  if (sheet === undefined) return `${channelPath(source)}?said=gone`
  const own = `/staff/intake/sheets/${sheet.id}`
  if (sheet.stage === 'filed') return `${own}/code`
  if (go === 'check') return `${own}/check`
  if (go === 'keep') return `${channelPath(source)}?said=kept`
  const page = `${channelPath(source)}?sheet=${sheet.id}`
  return go === 'search' ? `${page}#found` : `${page}&said=saved`
}

const writeSheet =
  (deps: ReceptionDeps, source: Channel): RequestHandler =>
  async (req, res) => {
    const { db, reception, random } = deps
    const writer = writerOf(res)
    const sent = readSent(req.body)
    const id = sent.id ?? (random.uuid() as DraftId)
    const { content, errors, claim, kept } = await db.inTransaction(tx =>
      lookAt(deps, tx, writer, { sent, id }),
    )
    if (Object.keys(errors).length > 0) {
      await drawAgain(deps, res, { id, source, content, errors, kept })
      return
    }
    const made = await newClaim(deps, claim)
    const words = { ...content, ...(made === undefined ? {} : { claim: made }) }
    const sheet = await db.inTransaction(tx =>
      reception.save(tx, writer, { id, source, content: words }),
    )
    res.redirect(303, nextPath(sheet, sent, source))
  }

const drawAgain = async (deps: ReceptionDeps, res: Response, drawn: Drawn): Promise<void> => {
  const page = await deps.db.inTransaction(tx => pageOf(deps, tx, writerOf(res), drawn))
  res.status(422).render('reception/sheet', page)
}

const dropSheet =
  (deps: ReceptionDeps): RequestHandler =>
  async (req, res) => {
    const { db, reception } = deps
    const id = sheetIdOf(req)
    const writer = writerOf(res)
    const source = await db.inTransaction(async tx => {
      const sheet = await reception.find(tx, writer, id)
      await reception.drop(tx, writer, id)
      return sheet?.source ?? 'hotline'
    })
    res.redirect(303, `${channelPath(source)}?said=dropped`)
  }
