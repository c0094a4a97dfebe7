import type { RequestHandler, Response } from 'express'
import { actorOf } from '../accounts'
import { addDays, dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { readForm, type FormState } from '../platform/http/form'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { openDraftDoors } from './draft.staff.routes'
import type { LawDoorDeps } from './law-door'
import { draftForm, readFilter, readWhich } from './lawmaking.schema'
import { draftHref, LAW, toEntryPage, toFormPage, toListPage } from './lawmaking.view'
import { shapeOf } from './shapes.service'

export const openLawDoors = (staff: Doors<Permission>, deps: LawDoorDeps): void => {
  staff.get(LAW, 'law.view', list(deps))
  staff.get(`${LAW}/entry`, 'law.view', show(deps))
  staff.get(`${LAW}/new`, 'law.edit', begin(deps))
  staff.post(`${LAW}/new`, 'law.edit', save(deps))
  openDraftDoors(staff, deps)
}

const list =
  ({ db, clock, lawDrafts }: LawDoorDeps): RequestHandler =>
  async (req, res) => {
    const filter = readFilter(req.query)
    const page = await db.inTransaction(async tx => {
      const entries = await lawDrafts.entries(tx)
      return { entries, drafts: await lawDrafts.open(tx) }
    })
    res.render('lawmaking/list', toListPage({ ...page, filter, today: dayOf(clock()) }))
  }

/** @throws notFound('law') */
const entryAt = ({ lawDrafts }: LawDoorDeps, tx: Tx, sent: unknown) => {
  const which = readWhich(sent)
  if (which === undefined) throw notFound('law')
  return lawDrafts.entry(tx, which)
}

const show =
  (deps: LawDoorDeps): RequestHandler =>
  async (req, res) => {
    const entry = await deps.db.inTransaction(tx => entryAt(deps, tx, req.query))
    const words = shapeOf(entry.kind)?.toWords(entry.data)
    const mayEdit = isAllowed(actorOf(res), 'law.edit')
    const today = dayOf(deps.clock())
    res.render('lawmaking/entry', toEntryPage({ entry, words, mayEdit, today }))
  }

/** A kind that is made here. @throws notFound('law') */
const baseAt = async (deps: LawDoorDeps, tx: Tx, sent: unknown) => {
  const base = await entryAt(deps, tx, sent)
  const shape = shapeOf(base.kind)
  if (shape === undefined) throw notFound('law')
  return { base, shape }
}
type Base = Awaited<ReturnType<typeof baseAt>>

const boundsAt = async ({ lawbook }: LawDoorDeps, tx: Tx, today: Day) => {
  const limits = await lawbook.limits(tx, { place: '*', on: today })
  return { words: limits['law.draft'], source: limits['law.source'], today }
}

type Drawn = { readonly at: Base; readonly form: FormState; readonly most: number }

const draw = ({ random }: LawDoorDeps, res: Response, { at, form, most }: Drawn): void => {
  const page = toFormPage({ base: at.base, newId: random.uuid(), form, most })
  res.render('lawmaking/edit', page)
}

const begin =
  (deps: LawDoorDeps): RequestHandler =>
  async (req, res) => {
    const today = dayOf(deps.clock())
    const { at, bounds } = await deps.db.inTransaction(async tx => ({
      at: await baseAt(deps, tx, req.query),
      bounds: await boundsAt(deps, tx, today),
    }))
    const { base, shape } = at
    const values = {
      where: base.place,
      validFrom: addDays(today, 1).split('-').map(Number).join(' '),
      words: shape.toWords(base.data),
    }
    draw(deps, res, { at, form: { values, errors: {} }, most: bounds.words })
  }

const save =
  (deps: LawDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, clock, lawDrafts } = deps
    const { at, bounds } = await db.inTransaction(async tx => ({
      at: await baseAt(deps, tx, req.body),
      bounds: await boundsAt(deps, tx, dayOf(clock())),
    }))
    const read = readForm(draftForm(bounds), req.body)
    if (!read.ok) {
      draw(deps, res.status(422), { at, form: read.form, most: bounds.words })
      return
    }
    const { where, ...typed } = read.value
    const { faults } = at.shape.read(typed.words)
    if (faults.length > 0) {
      const values = { ...typed, where }
      const form = { values, errors: { words: faults.join('；') } }
      draw(deps, res.status(422), { at, form, most: bounds.words })
      return
    }
    const { kind, code } = at.base
    const wish = { ...typed, kind, code, place: where }
    await db.inTransaction(tx => lawDrafts.draft(tx, actorOf(res), wish, at.base))
    res.redirect(303, draftHref(wish))
  }
