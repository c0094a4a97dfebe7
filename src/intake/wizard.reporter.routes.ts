import type { Request, RequestHandler, Response } from 'express'
import type { z } from 'zod'
import type { Audit } from '../audit'
import type { Evidence } from '../evidence'
import type { Lists } from '../filing'
import type { Organisations } from '../organisations'
import type { Clock } from '../platform/clock'
import { asSymmetricKey, type Installation } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import { readForm, type FormState } from '../platform/http/form'
import type { Random } from '../platform/random'
import type { Receipts } from '../receipts'
import type { Registry } from '../registry'
import { carriedOver, type ReporterData, type ReporterGuard } from '../sessions'
import type { DraftId } from '../vocabulary/ids'
import type { Answers } from '../vocabulary/report-answers'
import type { DraftHold, OpenDraft } from './drafts.service'
import type { Intake } from './intake.service'
import { readSigns } from './signs.service'
import { pathAfter, stepPath, turnedBackTo, type Step } from './steps.rules'
import { goneHeading, goneSentence, sentSentence, stepFrame, tooOftenSentence } from './wizard.view'

export type IntakeDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly visits: ReporterGuard
  readonly intake: Intake
  readonly registry: Registry
  readonly organisations: Pick<Organisations, 'askAbove'>
  readonly evidence: Evidence
  readonly receipts: Receipts
  readonly audit: Audit
  readonly installation: Pick<Installation, 'signCookie' | 'readSignedCookie'>
}

/** What a step's page is drawn and read from. Without a live draft the answers are empty. */
export type Here = {
  readonly tx: Tx
  readonly lists: Lists
  readonly draft: OpenDraft | undefined
  readonly answers: Answers
  readonly fromCheck: boolean
}

type StepForm = FormState & { readonly chosen: readonly string[] }
export type Outcome =
  | { readonly go: string }
  | { readonly view: string; readonly model: object; readonly status?: number }

/** One question page. The order of pages is steps.rules.ts; how answers are kept, drafts.service.ts. */
export type StepPage<T, Ready = T> = {
  readonly step: Step
  readonly schema: (here: Here) => z.ZodType<T>
  /** The draft's answer as fields, for the page drawn anew. */
  readonly typed: (here: Here) => Omit<StepForm, 'errors'>
  readonly draw: (here: Here, form: StepForm) => Promise<object> | object
  /** What only the database can tell; the field and its sentence. */
  readonly verify?: (here: Here, value: T) => Promise<FormState['errors']>
  /** Slow work between reading and storing, outside any transaction. */
  readonly prepare: (value: T) => Promise<Ready> | Ready
  readonly store: (tx: Tx, draft: OpenDraft, value: Ready) => Promise<Answers> | Answers
}

type Fields = Readonly<Record<string, unknown>>
export const fieldsOf = (req: Request): Fields => (req.body ?? {}) as Fields

const dataOf = (deps: IntakeDeps, res: Response): ReporterData =>
  deps.visits.visitOf(res)?.data ?? {}

export const heldDraft = (deps: IntakeDeps, res: Response): DraftHold | undefined => {
  const { draft } = dataOf(deps, res)
  if (draft === undefined) return undefined
  return { id: draft.id as DraftId, key: asSymmetricKey(Buffer.from(draft.key, 'base64url')) }
}

export const hereOf = async (
  tx: Tx,
  deps: IntakeDeps,
  req: Request,
  res: Response,
): Promise<Here> => {
  const held = heldDraft(deps, res)
  const draft = held === undefined ? undefined : await deps.intake.drafts.find(tx, held)
  const lists = await deps.intake.readLists(tx)
  const fromCheck = req.query['from'] === 'check' || fieldsOf(req)['from'] === 'check'
  return { tx, lists, draft, answers: draft?.answers ?? {}, fromCheck }
}

export const send = (res: Response, outcome: Outcome): void => {
  if ('go' in outcome) res.redirect(303, outcome.go)
  else res.status(outcome.status ?? 200).render(outcome.view, outcome.model)
}

const drawn = async <T, R>(
  page: StepPage<T, R>,
  here: Here,
  form: StepForm,
  more: { readonly status?: number; readonly gone?: string } = {},
): Promise<Outcome> => ({
  view: `intake/${page.step}`,
  ...(more.status === undefined ? {} : { status: more.status }),
  model: {
    ...stepFrame(page.step, here, form.errors),
    heading: more.gone === undefined ? undefined : goneHeading,
    gone: more.gone !== undefined,
    values: form.values,
    chosen: form.chosen,
    ...(await page.draw(here, form)),
  },
})

/** GET of a step: the page, or the way to the first step that still lacks its answer. */
export const asking =
  <T, R>(deps: IntakeDeps, page: StepPage<T, R>): RequestHandler =>
  async (req, res) => {
    const outcome = await deps.db.piecemeal(async (tx): Promise<Outcome> => {
      const here = await hereOf(tx, deps, req, res)
      if (here.draft === undefined) return { go: '/report' }
      const back = turnedBackTo(page.step, here.answers)
      if (back !== undefined) return { go: stepPath(back) }
      return drawn(page, here, { ...page.typed(here), errors: {} })
    })
    send(res, outcome)
  }

const control = new Set(['_csrf', 'go', 'from', 'restart', 'once', 'shown', 'website'])
const isBlank = (fields: Fields): boolean =>
  Object.entries(fields).every(
    ([name, value]) => control.has(name) || (typeof value === 'string' && value.trim() === ''),
  )

const chosenIn = (fields: Fields): readonly string[] =>
  [fields['behaviours'] ?? []].flat().filter(code => typeof code === 'string')

const typedForm = (fields: Fields, { values, errors }: FormState): StepForm => ({
  values: { ...values, ...stringsOf(fields) },
  errors,
  chosen: chosenIn(fields),
})

const stringsOf = (fields: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )

/** Why a POST found no draft to write to, in the words that the page shows. */
const goneBecause = (deps: IntakeDeps, res: Response): string =>
  dataOf(deps, res).receipt === undefined ? goneSentence : sentSentence

type ReadOutcome<T> = { readonly value: T } | { readonly outcome: Outcome }

const drawGone = <T, R>(
  page: StepPage<T, R>,
  here: Here,
  fields: Fields,
  why: string,
): Promise<Outcome> => {
  const form = typedForm(fields, { values: {}, errors: { restart: why } })
  return drawn(page, here, form, { status: 422, gone: why })
}

const readAndVerify = async <T, R>(
  page: StepPage<T, R>,
  here: Here,
  fields: Fields,
): Promise<ReturnType<typeof readForm<z.ZodType<T>>>> => {
  const read = readForm(page.schema(here), fields)
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
    if (here.draft === undefined && fields['restart'] !== 'yes')
      return { outcome: await drawGone(page, here, fields, goneBecause(deps, res)) }
    const read = await readAndVerify(page, here, fields)
    if (read.ok) return { value: read.value }
    if (fields['go'] === 'later' && isBlank(fields)) return { outcome: { go: '/report/later' } }
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
  const held = heldDraft(deps, res)
  const draft = held === undefined ? undefined : await deps.intake.drafts.hold(tx, held)
  if (draft !== undefined || fieldsOf(req)['restart'] !== 'yes') return draft
  return deps.intake.drafts.hold(tx, await beginDraft(tx, deps, res, {}))
}

/** A new draft, and a new session whose cookie alone opens it. Keeps what else the browser holds. */
export const beginDraft = async (
  tx: Tx,
  deps: IntakeDeps,
  res: Response,
  answers: Answers,
): Promise<DraftHold> => {
  await deps.intake.submission.assertReady(tx)
  const { limits } = await deps.intake.readLists(tx)
  const { hold } = await deps.intake.drafts.start(tx, limits['draft.days'], answers)
  const draft = { id: hold.id, key: hold.key.toString('base64url') }
  const held = (await deps.visits.hold(tx, res)) ?? dataOf(deps, res)
  const { follow } = held
  const kept = follow === undefined ? {} : { follow }
  await deps.visits.begin(tx, res, { ...carriedOver(held, deps.clock()), ...kept, draft })
  return hold
}

/** 存下来，以后再填. The draft is locked by the caller, so a submission cannot be overwritten. */
export const keepForLater = async (tx: Tx, deps: IntakeDeps, res: Response): Promise<void> => {
  const data = await deps.visits.hold(tx, res)
  if (data?.draft === undefined) throw refused('session.ended')
  if (data.draft.kept === true) return
  await deps.visits.save(tx, res, { ...data, draft: { ...data.draft, kept: true } })
}

/** POST of a step: draws the page again with 422, or saves sealed and goes on with 303. */
export const answering =
  <T, R>(deps: IntakeDeps, page: StepPage<T, R>): RequestHandler =>
  async (req, res) => {
    const read = await readStep(deps, page, req, res)
    if ('outcome' in read) {
      send(res, read.outcome)
      return
    }
    const ready = await page.prepare(read.value)
    const fields = fieldsOf(req)
    const path = await deps.db.inTransaction(async tx => {
      const draft = await draftToWrite(tx, deps, req, res)
      if (draft === undefined) return undefined
      const { note } = readSigns(deps, fields, page.step, await deps.intake.readLists(tx))
      const answers = note(await page.store(tx, draft, ready))
      await deps.intake.drafts.save(tx, draft, answers)
      if (fields['go'] !== 'later') return pathAfter(page.step, answers, fields['from'] === 'check')
      await keepForLater(tx, deps, res)
      return '/report/later'
    })
    if (path !== undefined) {
      res.redirect(303, path)
      return
    }
    // The draft was sent or thrown away from another window since it was read: say so, keep the words.
    const again = await readStep(deps, page, req, res)
    send(res, 'outcome' in again ? again.outcome : { go: '/report' })
  }

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
