import type { RequestHandler, Response } from 'express'
import { visitorOf } from '../accounts'
import { readSheetForm } from '../files'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Random } from '../platform/random'
import type { Permission } from '../vocabulary/permission'
import type { Batches } from './batches.service'
import { fetchErrors } from './errors.staff.routes'
import { BatchPath, bringForm, mappingForm, StartForm } from './import.schema'
import { fileError, toBatchPage, toListPage } from './import.view'

export type ImportDoorDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly batches: Batches
}

export const openImportDoors = (staff: Doors<Permission>, deps: ImportDoorDeps): void => {
  staff.get('/staff/import', 'batch.import', list(deps))
  staff.upload('/staff/import', 'batch.import', bring(deps))
  staff.get('/staff/import/:batchId', 'batch.import', show(deps))
  staff.post('/staff/import/:batchId/columns', 'batch.import', map(deps))
  staff.post('/staff/import/:batchId/run', 'batch.import', run(deps))
  staff.get('/staff/import/:batchId/errors', 'batch.import', fetchErrors(deps))
}

const drawList = async (
  { db, batches, random }: ImportDoorDeps,
  res: Response,
  form: FormState,
): Promise<void> => {
  const page = await db.piecemeal(async tx =>
    toListPage({
      batches: await batches.list(tx, visitorOf(res).actor),
      sources: await batches.sources(tx),
      limits: await batches.limits(tx),
      once: random.uuid(),
      form,
    }),
  )
  res.render('batches/list', page)
}

const list =
  (deps: ImportDoorDeps): RequestHandler =>
  async (_req, res) => {
    await drawList(deps, res, blankForm)
  }

type Outcome = { readonly id: string } | { readonly form: FormState }

const receive = async (
  { db, batches, random }: ImportDoorDeps,
  req: Parameters<RequestHandler>[0],
  res: Response,
): Promise<Outcome> => {
  const { limits, sources } = await db.piecemeal(async tx => ({
    limits: await batches.limits(tx),
    sources: (await batches.sources(tx)).map(({ code }) => code),
  }))
  const { fields, file } = await readSheetForm(req, limits.read.bytes)
  const read = readForm(bringForm(sources), fields)
  const refuse = (errors: Readonly<Record<string, string>>): Outcome => ({
    form: { values: fields, errors },
  })
  if (file === undefined)
    return refuse({ ...(read.ok ? {} : read.form.errors), files: '请选一个 .xlsx 或者 .csv 文件' })
  if (!read.ok) return refuse(read.form.errors)
  const visitor = visitorOf(res)
  const before = await db.piecemeal(tx => batches.before(tx, visitor.actor, file.bytes))
  if (before !== undefined)
    return refuse({
      files: `这个文件本单位已经导入过，建了 ${before.created} 件，没有再导入。有新的线索，请另存一个只有新线索的文件`,
    })
  const once = read.value.once === '' ? random.uuid() : read.value.once
  const wanted = { once, source: read.value.source, ...file }
  const brought = await batches.bring(visitor, wanted, limits)
  if (brought.ok) return brought
  return refuse({ files: fileError(brought.trouble, limits.read) })
}

const bring =
  (deps: ImportDoorDeps): RequestHandler =>
  async (req, res) => {
    try {
      const outcome = await receive(deps, req, res)
      if ('id' in outcome) res.redirect(303, `/staff/import/${outcome.id}`)
      else await drawList(deps, res.status(422), outcome.form)
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'too-large') throw error
      const { read } = await deps.db.piecemeal(tx => deps.batches.limits(tx))
      const errors = { files: fileError('size', read) }
      await drawList(deps, res.status(413), { values: {}, errors })
    }
  }

const draw = async (
  { db, batches, clock }: ImportDoorDeps,
  res: Response,
  batchId: string,
  form: FormState,
): Promise<void> => {
  const page = await db.piecemeal(async tx => {
    const file = await batches.open(tx, visitorOf(res), batchId)
    const problems = await batches.problems(tx, batchId, file.limits.shown)
    return toBatchPage({ file, problems, tally: await batches.tally(tx, batchId), form }, clock())
  })
  res.render('batches/batch', page)
}

const show =
  (deps: ImportDoorDeps): RequestHandler =>
  async (req, res) => {
    const { batchId } = readPath(BatchPath, req.params)
    await deps.batches.wake(visitorOf(res), batchId)
    await draw(deps, res, batchId, blankForm)
  }

const map =
  (deps: ImportDoorDeps): RequestHandler =>
  async (req, res) => {
    const { batchId } = readPath(BatchPath, req.params)
    const visitor = visitorOf(res)
    const { info, fields } = await deps.db.piecemeal(tx => deps.batches.open(tx, visitor, batchId))
    const known = fields.map(({ code, data }) => ({ code, ...data }))
    const read = readForm(mappingForm(info.headers.length, known), req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), batchId, read.form)
      return
    }
    await deps.batches.check(visitor, batchId, read.value)
    res.redirect(303, `/staff/import/${batchId}#preview`)
  }

const run =
  (deps: ImportDoorDeps): RequestHandler =>
  async (req, res) => {
    const { batchId } = readPath(BatchPath, req.params)
    const { alike } = StartForm.catch({}).parse(req.body)
    const withAlike = alike === 'yes'
    await deps.db.inTransaction(tx =>
      deps.batches.start(tx, visitorOf(res), batchId, { withAlike }),
    )
    res.redirect(303, `/staff/import/${batchId}`)
  }
