import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RequestHandler, Response } from 'express'
import { stepUpFaults, visitorOf, type Visitor } from '../accounts'
import { attachmentHeader } from '../files'
import { dayOf } from '../platform/clock'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { sandboxed } from '../platform/http/headers'
import { readPath } from '../platform/http/path'
import type { TransferId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { openDraftDoors } from './draft.staff.routes'
import { toListPage } from './list.view'
import { admitted, type TransferDoorDeps } from './transfer-door'
import type { TransferAction } from './transfer.rules'
import { actForm, FileParams, readDo, readList, type Act } from './transfer.schema'
import { toPackedPage, toTransferPage } from './transfer.view'

/** As many lines as one page of a list has. */
const PAGE = 25

export const openTransferDoors = (staff: Doors<Permission>, deps: TransferDoorDeps): void => {
  staff.get('/staff/transfers', 'transfer.view', list(deps))
  staff.get('/staff/transfers/:transferId', 'transfer.view', show(deps))
  staff.post('/staff/transfers/:transferId', 'transfer.write', act(deps))
  staff.get('/staff/transfers/:transferId/files/:ordinal', 'transfer.view', file(deps))
  staff.get('/staff/transfers/:transferId/archive', 'transfer.write', archive(deps))
  openDraftDoors(staff, deps)
}

const list =
  ({ db, clock, transfers }: TransferDoorDeps): RequestHandler =>
  async (req, res) => {
    const { view, after } = readList(req.query)
    const wish = { isOpen: view === 'open', after, limit: PAGE }
    const found = await db.inTransaction(tx => transfers.list(tx, visitorOf(res), wish))
    const at = { view, first: after === undefined }
    res.render('transfers/list', toListPage(at, found, dayOf(clock())))
  }

const show =
  (deps: TransferDoorDeps): RequestHandler =>
  async (req, res) => {
    const id = await admitted(deps, req, res)
    const found = await deps.db.inTransaction(tx => deps.transfers.view(tx, visitorOf(res), id))
    const open = readDo(req.query)
    const shown = { form: blankForm, ...(open === undefined ? {} : { open }) }
    res.render('transfers/transfer', toTransferPage(found, shown))
  }

type Drawn = { readonly form: FormState; readonly open?: TransferAction; readonly problem?: string }

const again = async (
  { db, transfers }: TransferDoorDeps,
  res: Response,
  id: TransferId,
  drawn: Drawn,
): Promise<void> => {
  const found = await db.inTransaction(tx => transfers.file(tx, visitorOf(res), id))
  res.render('transfers/transfer', toTransferPage(found, drawn))
}

/** Prose that is sealed with it, by field. */
const proseOf = (wish: Act): Record<string, string> => {
  if (wish.do === 'receive') return { who: wish.who, number: wish.number }
  return 'reason' in wish ? { reason: wish.reason } : {}
}

type Step = Exclude<Act, { readonly do: 'pack' }>

const carryOut = (
  { db, transfers }: TransferDoorDeps,
  visitor: Visitor,
  id: TransferId,
  wish: Step,
): Promise<Readonly<Record<string, string>>> =>
  db.inTransaction(async tx => {
    const faults = await transfers.faultsIn(tx, visitor, id, proseOf(wish))
    if (Object.keys(faults).length > 0) return faults
    const steps: { [A in Step['do']]: (one: Extract<Step, { do: A }>) => Promise<void> } = {
      ask: one => transfers.ask(tx, visitor, id, one),
      approve: one => transfers.approve(tx, visitor, id, one),
      decline: one => transfers.decline(tx, visitor, id, one),
      drop: one => transfers.drop(tx, visitor, id, one),
      receive: one => transfers.receive(tx, visitor, id, one),
      answer: one => transfers.answer(tx, visitor, id, one),
    }
    await steps[wish.do](wish as never)
    return {}
  })

const typedIn = (wish: Act): Record<string, string> =>
  Object.fromEntries(
    Object.entries(wish).flatMap(([name, value]) =>
      typeof value === 'string' && name !== 'otp' ? [[name, value]] : [],
    ),
  )

type Packing = Extract<Act, { readonly do: 'pack' }>

const pack = async (
  deps: TransferDoorDeps,
  res: Response,
  id: TransferId,
  wish: Packing,
): Promise<void> => {
  const { db, transfers } = deps
  const visitor = visitorOf(res)
  const packed = await transfers.pack(visitor, id, wish)
  if (packed.kind === 'packed') {
    const found = await db.inTransaction(tx => transfers.file(tx, visitor, id))
    res.render('transfers/packed', toPackedPage(found, packed))
    return
  }
  const form = { values: typedIn(wish), errors: { otp: stepUpFaults[packed.kind] } }
  await again(deps, res.status(422), id, { form, open: 'pack' })
}

const act =
  (deps: TransferDoorDeps): RequestHandler =>
  async (req, res) => {
    const id = await admitted(deps, req, res)
    const visitor = visitorOf(res)
    const { limits } = await deps.db.inTransaction(tx => deps.transfers.file(tx, visitor, id))
    const read = readForm(actForm(limits), req.body)
    if (!read.ok) {
      const open = readDo(req.body)
      const drawn = { form: read.form, ...(open === undefined ? {} : { open }) }
      await again(deps, res.status(422), id, drawn)
      return
    }
    const wish = read.value
    try {
      if (wish.do === 'pack') {
        await pack(deps, res, id, wish)
        return
      }
      const errors = await carryOut(deps, visitor, id, wish)
      if (Object.keys(errors).length === 0) res.redirect(303, `/staff/transfers/${id}`)
      else {
        const form = { values: typedIn(wish), errors }
        await again(deps, res.status(422), id, { form, open: wish.do })
      }
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      const form = { values: typedIn(wish), errors: {} }
      await again(deps, res.status(409), id, { form, open: wish.do, problem: error.code })
    }
  }

/** The very bytes that would leave; drawn papers and pictures, never run by the browser. */
const file =
  (deps: TransferDoorDeps): RequestHandler =>
  async (req, res) => {
    const id = await admitted(deps, req, res)
    const { ordinal } = readPath(FileParams, req.params)
    const found = await deps.db.inTransaction(tx =>
      deps.transfers.openFile(tx, visitorOf(res), id, ordinal),
    )
    sandboxed(res)
    res.setHeader('X-Content-Type-Options', 'nosniff')
    res.setHeader('Content-Type', found.type)
    res.setHeader('Content-Disposition', attachmentHeader(found.name))
    res.setHeader('Content-Length', found.size)
    await pipeline(Readable.from(found.read(), { objectMode: false }), res)
  }

const archive =
  (deps: TransferDoorDeps): RequestHandler =>
  async (req, res) => {
    const id = await admitted(deps, req, res)
    const { name, read } = await deps.db.inTransaction(tx =>
      deps.transfers.openArchive(tx, visitorOf(res), id),
    )
    res.setHeader('Content-Type', 'application/zip')
    res.setHeader('Content-Disposition', attachmentHeader(name))
    await pipeline(Readable.from(read(), { objectMode: false }), res)
  }
