import type { Request, RequestHandler, Response } from 'express'
import type { z } from 'zod'
import type { Lists } from '../filing'
import type { Tx } from '../platform/db/transaction'
import { readForm } from '../platform/http/form'
import { beginDraft } from './begin-draft'
import type { DraftChange, OpenDraft } from './draft'
import { drawGone, gonePage, typedForm, type Lost, type Sent } from './gone.reporter.routes'
import { codeToPutAside, putAside } from './put-aside'
import { readSigns } from './signs.service'
import { pathAfter, stepOnceSaved, type Step } from './steps.rules'
import { readUnfinished, type Typed } from './unfinished.rules'
import {
  drawn,
  fieldsOf,
  heldDraft,
  hereOf,
  holdDraft,
  send,
  type Fields,
  type Here,
  type IntakeDeps,
  type Outcome,
  type StepPage,
} from './wizard.reporter.routes'
import { tooOftenSentence } from './wizard.view'

const control = new Set([
  ...['_csrf', 'go', 'from', 'restart', 'once', 'shown', 'website'],
  ...['resume_code', 'page'],
])
const isBlank = (fields: Fields): boolean =>
  Object.entries(fields).every(
    ([name, value]) => control.has(name) || (typeof value === 'string' && value.trim() === ''),
  )

type ReadOutcome<T> =
  | { readonly value: T }
  /** Put aside as it stands. */
  | { readonly unfinished: Typed | undefined }
  | { readonly outcome: Outcome }

/** Every part of the lists that a form may be made of; each stays the same object until the law changes. */
const sameLists = (one: Lists, other: Lists): boolean =>
  (Object.keys(one) as (keyof Lists)[]).every(name => one[name] === other[name])

type Made = { readonly lists: Lists; readonly schema: unknown }
const made = new WeakMap<StepPage<never, never>, Made>()

/** Making a form's schema costs ten times what reading with it does: made again only when the law is another. */
const schemaOf = <T, R>(page: StepPage<T, R>, { lists }: Here): z.ZodType<T> => {
  const before = made.get(page as never)
  if (before !== undefined && sameLists(before.lists, lists)) return before.schema as z.ZodType<T>
  const schema = page.schema({ lists })
  made.set(page as never, { lists, schema })
  return schema
}

const readAndVerify = async <T, R>(
  page: StepPage<T, R>,
  here: Here,
  fields: Fields,
): Promise<ReturnType<typeof readForm<z.ZodType<T>>>> => {
  const read = readForm(schemaOf(page, here), fields)
  if (!read.ok || page.verify === undefined) return read
  const errors = await page.verify(here, read.value)
  return Object.keys(errors).length === 0 ? read : { ok: false, form: { values: {}, errors } }
}

const readStep = async <T, R>(
  deps: IntakeDeps,
  page: StepPage<T, R>,
  req: Request,
  res: Response,
): Promise<ReadOutcome<T>> =>
  deps.db.piecemeal(async tx => {
    const fields = fieldsOf(req)
    const here = await hereOf(tx, deps, req, res)
    const gone =
      here.draft === undefined ? await gonePage(deps, page, here, { req, res }) : undefined
    if (gone !== undefined) return { outcome: gone }
    const read = await readAndVerify(page, here, fields)
    if (read.ok) return { value: read.value }
    const unfinished = readUnfinished(page.step, fields, here.lists.limits['report.text'])
    // Put aside, a page is kept as it stands, whatever is still wrong with it.
    if (fields['go'] === 'later' && (unfinished !== undefined || isBlank(fields)))
      return { unfinished }
    const form = typedForm(fields, read.form)
    return { outcome: await drawn(page, here, form, { status: 422 }) }
  })

/** The live draft, locked; or, asked for by the button 用这些内容重新开始, a new one. */
const draftToWrite = async (
  tx: Tx,
  deps: IntakeDeps,
  req: Request,
  res: Response,
): Promise<OpenDraft | undefined> => {
  const draft = await holdDraft(tx, deps, res)
  if (draft !== undefined || fieldsOf(req)['restart'] !== 'yes') return draft
  return deps.intake.drafts.hold(tx, await beginDraft(tx, deps, res, {}))
}

type Answered<T, R> = {
  readonly page: StepPage<T, R>
  readonly draft: OpenDraft
  readonly fields: Fields
  readonly lists: Lists
}

/** The answer, or the page as it stands; and where the writer is from now on. */
const changeBy = <T, R>(
  deps: IntakeDeps,
  { page, draft, fields, lists }: Answered<T, R>,
  given: { readonly ready: R } | { readonly unfinished: Typed | undefined },
): DraftChange => {
  const { step } = page
  if ('unfinished' in given) {
    const answers = { ...draft.answers, at: step }
    const typed = given.unfinished
    return typed === undefined ? { answers } : { answers, unfinished: { step, typed } }
  }
  const { note } = readSigns(deps, fields, step, lists)
  const change = page.store(draft, given.ready)
  const answered = note(change.answers)
  const next = stepOnceSaved(step, answered, fields['from'] === 'check')
  return {
    ...change,
    answers: { ...answered, at: fields['go'] === 'later' ? step : next },
    ...(draft.unfinished[step] === undefined ? {} : { unfinished: { step, typed: undefined } }),
  }
}

/** What a page without slow work has read is ready: its T is its R (StepPage.prepare). */
const makeReady = async <T, R>({ prepare }: StepPage<T, R>, value: T): Promise<R> =>
  prepare === undefined ? (value as unknown as R) : prepare(value)

/**
 * Reads and stores without holding the draft: two statements in place of four. Undefined: the longer way is
 * needed, for the draft has gone, changed meanwhile, or the page has slow work to do.
 */
const answerAtOnce = async <T, R>(
  deps: IntakeDeps,
  page: StepPage<T, R>,
  { req, res }: Sent,
): Promise<Outcome | undefined> => {
  const fields = fieldsOf(req)
  if (page.prepare !== undefined || fields['go'] === 'later') return undefined
  return deps.db.piecemeal(async tx => {
    const here = await hereOf(tx, deps, req, res)
    const { draft, lists } = here
    if (draft === undefined) return undefined
    const read = await readAndVerify(page, here, fields)
    if (!read.ok) return drawn(page, here, typedForm(fields, read.form), { status: 422 })
    const ready = await makeReady(page, read.value)
    const change = changeBy(deps, { page, draft, fields, lists }, { ready })
    const saved = await deps.intake.drafts.save(tx, draft, change)
    return saved ? { go: pathAfter(page.step, change.answers, here.fromCheck) } : undefined
  })
}

/** POST of a step: draws the page again with 422, or saves sealed and goes on with 303. */
export const answering =
  <T, R>(deps: IntakeDeps, page: StepPage<T, R>): RequestHandler =>
  async (req, res) => {
    const done = await answerAtOnce(deps, page, { req, res })
    if (done !== undefined) {
      send(res, done)
      return
    }
    const read = await readStep(deps, page, req, res)
    if ('outcome' in read) {
      send(res, read.outcome)
      return
    }
    const given = 'value' in read ? { ready: await makeReady(page, read.value) } : read
    const fields = fieldsOf(req)
    const later = fields['go'] === 'later'
    const fresh = later ? await codeToPutAside(deps, heldDraft(deps, res)) : undefined
    const path = await deps.db.inTransaction(async tx => {
      const draft = await draftToWrite(tx, deps, req, res)
      if (draft === undefined) return undefined
      const lists = await deps.intake.readLists(tx)
      const change = changeBy(deps, { page, draft, fields, lists }, given)
      await deps.intake.drafts.save(tx, draft, change)
      if (!later) return pathAfter(page.step, change.answers, fields['from'] === 'check')
      return putAside(tx, deps, res, { draft, fresh })
    })
    if (path !== undefined) {
      res.redirect(303, path)
      return
    }
    // The draft was sent or thrown away from another window since it was read: say so, keep the words.
    const again = await readStep(deps, page, req, res)
    send(res, 'outcome' in again ? again.outcome : { go: '/report' })
  }

/** A page whose draft had gone when it was sent, so that its words go on with the draft that a code opens. */
export type LostPage = {
  readonly go: RequestHandler
  readonly draw: (sent: Sent, lost: Lost) => Promise<void>
}
export type LostPages = Partial<Record<Step, LostPage>>

export const lostPage = <T, R>(deps: IntakeDeps, page: StepPage<T, R>): LostPage => ({
  go: answering(deps, page),
  draw: async ({ req, res }, lost) => {
    const outcome = await deps.db.piecemeal(async tx => {
      const here = await hereOf(tx, deps, req, res)
      return drawGone(page, here, fieldsOf(req), lost)
    })
    send(res, outcome)
  },
})

/** Instead of `answering`, for whoever comes too often: the page again, with what was typed. */
export const tooOften =
  <T, R>(deps: IntakeDeps, page: StepPage<T, R>): RequestHandler =>
  async (req, res) => {
    const outcome = await deps.db.piecemeal(async tx => {
      const here = await hereOf(tx, deps, req, res)
      const errors = { next: tooOftenSentence(res.locals.wait ?? '') }
      const form = typedForm(fieldsOf(req), { values: {}, errors })
      return drawn(page, here, form, { status: 429 })
    })
    send(res, outcome)
  }
