import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import { actorOf, visitorOf } from '../accounts'
import { attachmentHeader } from '../files'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { SampleId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import type { LetterDoorDeps } from './letter-door'
import { drawForm, sampleForm, SampleParams, Typed } from './letter.schema'
import { toSamplePage, toSamplesPage } from './sample.view'

const PAGE = 25

export const openSampleDoors = (staff: Doors<Permission>, deps: LetterDoorDeps): void => {
  const one = '/staff/oversight/samples/:sampleId'
  staff.get('/staff/oversight/samples', 'oversight.sample', list(deps))
  staff.post('/staff/oversight/samples', 'oversight.sample', make(deps))
  staff.get(one, 'oversight.sample', show(deps))
  staff.post(`${one}/draw`, 'oversight.sample', hold(deps))
  staff.get(`${one}/record`, 'oversight.sample', fetchRecord(deps))
  staff.get(`${one}/pool`, 'oversight.sample', fetchPool(deps))
}

type Drawn = {
  readonly before?: number | undefined
  readonly form: FormState
  readonly problem?: string | undefined
}

const drawList = async (
  { db, oversight, random }: LetterDoorDeps,
  res: Response,
  { before, form, problem }: Drawn,
): Promise<void> => {
  const page = { before, limit: PAGE + 1 }
  const { rows, most } = await db.inTransaction(async tx => ({
    rows: await oversight.samples.list(tx, actorOf(res), page),
    most: await oversight.samples.most(tx),
  }))
  const shown = rows.slice(0, PAGE)
  const next = rows.length > PAGE ? shown.at(-1)?.arrival : undefined
  res.render(
    'oversight/samples',
    toSamplesPage(shown, form, { once: random.uuid(), most, next, problem }),
  )
}

const Before = z.coerce.number().int().positive().optional().catch(undefined)

const list =
  (deps: LetterDoorDeps): RequestHandler =>
  async (req, res) => {
    await drawList(deps, res, { before: Before.parse(req.query['before']), form: blankForm })
  }

/** @throws what is no refusal */
const codeOf = (error: unknown): string => {
  if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
  return error.code
}

const make =
  (deps: LetterDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, oversight } = deps
    const { most, days } = await db.inTransaction(async tx => ({
      most: await oversight.samples.most(tx),
      days: await oversight.days(tx),
    }))
    const read = readForm(sampleForm(most, days), req.body)
    if (!read.ok) {
      await drawList(deps, res.status(422), { form: read.form })
      return
    }
    const { due: dueOn, ...wish } = read.value
    try {
      const id = await db.inTransaction(tx =>
        oversight.samples.prepare(tx, visitorOf(res), { ...wish, dueOn }),
      )
      res.redirect(303, `/staff/oversight/samples/${id}`)
    } catch (error) {
      const form = { values: Typed.parse(req.body), errors: {} }
      await drawList(deps, res.status(409), { form, problem: codeOf(error) })
    }
  }

const drawOne = async (
  { db, oversight }: LetterDoorDeps,
  res: Response,
  id: SampleId,
  { form, problem }: Drawn,
): Promise<void> => {
  const file = await db.inTransaction(tx => oversight.samples.read(tx, visitorOf(res), id))
  res.render('oversight/sample', toSamplePage(file, form, problem))
}

const show =
  (deps: LetterDoorDeps): RequestHandler =>
  async (req, res) => {
    await drawOne(deps, res, readPath(SampleParams, req.params).sampleId, { form: blankForm })
  }

const hold =
  (deps: LetterDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, oversight } = deps
    const { sampleId } = readPath(SampleParams, req.params)
    const read = readForm(drawForm, req.body)
    if (!read.ok) {
      await drawOne(deps, res.status(422), sampleId, { form: read.form })
      return
    }
    try {
      await db.inTransaction(tx =>
        oversight.samples.draw(tx, visitorOf(res), sampleId, read.value.word),
      )
      res.redirect(303, `/staff/oversight/samples/${sampleId}`)
    } catch (error) {
      const form = { values: Typed.parse(req.body), errors: {} }
      await drawOne(deps, res.status(409), sampleId, { form, problem: codeOf(error) })
    }
  }

const fetchRecord =
  ({ db, oversight }: LetterDoorDeps): RequestHandler =>
  async (req, res) => {
    const { sampleId } = readPath(SampleParams, req.params)
    const record = await db.inTransaction(tx =>
      oversight.samples.recordOf(tx, actorOf(res), sampleId),
    )
    res.setHeader('Content-Disposition', attachmentHeader('抽查记录.json'))
    res.type('json').send(`${JSON.stringify(record, null, 2)}\n`)
  }

const fetchPool =
  ({ db, oversight }: LetterDoorDeps): RequestHandler =>
  async (req, res) => {
    const { sampleId } = readPath(SampleParams, req.params)
    const pool = await db.inTransaction(tx => oversight.samples.poolOf(tx, actorOf(res), sampleId))
    res.setHeader('Content-Disposition', attachmentHeader('抽查名单.bin'))
    res.type('application/octet-stream').send(pool)
  }
