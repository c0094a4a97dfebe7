import type { RequestHandler, Response } from 'express'
import { actorOf } from '../accounts'
import type { LawEntry } from '../lawbook'
import { isKnownRegion } from '../organisations'
import { addDays, dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { readForm, textsIn, type FormState } from '../platform/http/form'
import type { StaffActor } from '../vocabulary/actor'
import type { Permission } from '../vocabulary/permission'
import type { DraftWish } from './draft'
import type { Obstacle } from './drafting.service'
import type { LawDoorDeps } from './law-door'
import { CodeForm, draftForm, readKind, readWhich } from './lawmaking.schema'
import { draftHref, LAW, toFormPage } from './lawmaking.view'
import { shapeOf, type LawShape } from './shapes.service'

/** A new version of an entry, and a wholly new entry: one page, one way. */
export const openWritingDoors = (staff: Doors<Permission>, deps: LawDoorDeps): void => {
  for (const [path, find] of [
    [`${LAW}/new`, versionAt],
    [`${LAW}/begin`, newAt],
  ] as const) {
    staff.get(path, 'law.edit', write(deps, find))
    staff.post(path, 'law.edit', save(deps, find))
  }
}

/** @throws notFound('law') */
export const entryAt = ({ lawDrafts }: LawDoorDeps, tx: Tx, sent: unknown) => {
  const which = readWhich(sent)
  if (which === undefined) throw notFound('law')
  return lawDrafts.entry(tx, which)
}

/** What is written: `base` is the version that it comes after, where there is one. */
type Start = {
  readonly kind: string
  readonly shape: LawShape
  readonly base: LawEntry | undefined
}
type Find = (deps: LawDoorDeps, tx: Tx, sent: unknown) => Promise<Start>

/** @throws notFound('law') for a kind that is not made here */
const versionAt: Find = async (deps, tx, sent) => {
  const base = await entryAt(deps, tx, sent)
  const shape = shapeOf(base.kind)
  if (shape === undefined) throw notFound('law')
  return { kind: base.kind, shape, base }
}

/** @throws notFound('law') for a kind of which no new one may be begun */
const newAt: Find = (_deps, _tx, sent) => {
  const kind = readKind(sent) ?? ''
  const shape = shapeOf(kind)
  if (shape?.blank === undefined) throw notFound('law')
  return Promise.resolve({ kind, shape, base: undefined })
}

/** The lawbook writes the whole country otherwise. */
const NATION = '000000'

const boundsAt = async ({ lawbook, organisations }: LawDoorDeps, tx: Tx, today: Day) => {
  const limits = await lawbook.limits(tx, { place: '*', on: today })
  const bodies = await organisations.list(tx)
  return {
    ...{ words: limits['law.draft'], source: limits['law.source'], today },
    isPlace: (code: string) => code !== NATION && isKnownRegion(code, bodies),
  }
}

type Drawn = { readonly at: Start; readonly form: FormState; readonly most: number }

const draw = ({ random }: LawDoorDeps, res: Response, { at, form, most }: Drawn): void => {
  const { kind, base, shape } = at
  const page = toFormPage({ kind, base, hint: shape.hint, newId: random.uuid(), form, most })
  res.render('lawmaking/edit', page)
}

const write =
  (deps: LawDoorDeps, find: Find): RequestHandler =>
  async (req, res) => {
    const today = dayOf(deps.clock())
    const { at, bounds } = await deps.db.inTransaction(async tx => ({
      at: await find(deps, tx, req.query),
      bounds: await boundsAt(deps, tx, today),
    }))
    const { base, shape } = at
    const values = {
      where: base?.place ?? (shape.everywhere ? '*' : ''),
      validFrom: addDays(today, 1).split('-').map(Number).join(' '),
      words: base === undefined ? (shape.blank ?? '') : shape.toWords(base.data),
    }
    draw(deps, res, { at, form: { values, errors: {} }, most: bounds.words })
  }

type Bounds = Awaited<ReturnType<typeof boundsAt>>
type Read = { readonly wish: DraftWish } | { readonly form: FormState }

const codeOf = ({ base }: Start, body: unknown) =>
  base === undefined
    ? readForm(CodeForm, body)
    : ({ ok: true, value: { code: base.code } } as const)

const readDraft = (at: Start, bounds: Bounds, body: unknown): Read => {
  const { kind, shape } = at
  const coded = codeOf(at, body)
  // A code that the national list has dropped since stays one for what holds there.
  const isPlace = (code: string) => code === at.base?.place || bounds.isPlace(code)
  const everywhere = shape.everywhere === true
  const read = readForm(draftForm({ ...bounds, everywhere, isPlace }), body)
  const faults = read.ok ? shape.read(read.value.words).faults : []
  if (coded.ok && read.ok && faults.length === 0) {
    const { where, ...typed } = read.value
    return { wish: { ...typed, ...coded.value, kind, place: where } }
  }
  const wrong = [coded, read].flatMap(one => (one.ok ? [] : Object.entries(one.form.errors)))
  const unread = faults.length === 0 ? [] : [['words', faults.join('；')] as const]
  return { form: { values: textsIn(body), errors: Object.fromEntries([...wrong, ...unread]) } }
}

const obstacles: Readonly<Record<Obstacle, FormState['errors']>> = {
  'code-taken': { code: '这个代号已经有了：请换一个，或者从列表里打开那一条起草新版本' },
  'code-drafted': { code: '这个代号有一份没有完的草稿：请换一个，或者等那一份办完、撤回' },
  'moved-on': {
    words: '上一份已经提交、办完或者撤回，这次的改动没有存进去。要另起一份，请再保存一次',
  },
}

/** @returns what is wrong with it, where it could not be kept */
const keep = async (
  { lawDrafts }: LawDoorDeps,
  tx: Tx,
  actor: StaffActor,
  { wish, base }: { readonly wish: DraftWish; readonly base: LawEntry | undefined },
): Promise<FormState['errors'] | undefined> => {
  const obstacle = await lawDrafts.obstacle(tx, actor, wish, base)
  if (obstacle !== undefined) return obstacles[obstacle]
  await lawDrafts.draft(tx, actor, wish, base)
  return undefined
}

const save =
  (deps: LawDoorDeps, find: Find): RequestHandler =>
  async (req, res) => {
    const { db, clock } = deps
    const { at, bounds } = await db.inTransaction(async tx => ({
      at: await find(deps, tx, req.body),
      bounds: await boundsAt(deps, tx, dayOf(clock())),
    }))
    const read = readDraft(at, bounds, req.body)
    if ('form' in read) {
      draw(deps, res.status(422), { at, form: read.form, most: bounds.words })
      return
    }
    const { wish } = read
    const errors = await db.inTransaction(tx =>
      keep(deps, tx, actorOf(res), { wish, base: at.base }),
    )
    if (errors === undefined) {
      res.redirect(303, draftHref(wish))
      return
    }
    const form = { values: textsIn(req.body), errors }
    draw(deps, res.status(422), { at, form, most: bounds.words })
  }
