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
import type { FormState } from '../platform/http/form'
import type { Random } from '../platform/random'
import type { Receipts } from '../receipts'
import type { Registry } from '../registry'
import type { ReporterData, ReporterGuard } from '../sessions'
import type { DraftId } from '../vocabulary/ids'
import type { Answers } from '../vocabulary/report-answers'
import type { DraftChange, DraftHold, OpenDraft } from './draft'
import type { Intake } from './intake.service'
import { stepPath, turnedBackTo, type Step } from './steps.rules'
import { toForm } from './unfinished.rules'
import { goneHeading, stepFrame } from './wizard.view'

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
  /** Put aside in this browser: idle time does not end the visit. */
  readonly kept: boolean
}

export type StepForm = FormState & { readonly chosen: readonly string[] }
export type Outcome =
  | { readonly go: string }
  | { readonly view: string; readonly model: object; readonly status?: number }

/** One question page. The order of pages is steps.rules.ts; how answers are kept, drafts.service.ts. */
export type StepPage<T, Ready = T> = {
  readonly step: Step
  readonly schema: (here: Pick<Here, 'lists'>) => z.ZodType<T>
  /** The draft's answer as fields, for the page drawn anew. */
  readonly typed: (here: Here) => Omit<StepForm, 'errors'>
  readonly draw: (here: Here, form: StepForm) => Promise<object> | object
  /** What only the database can tell; the field and its sentence. */
  readonly verify?: (here: Here, value: T) => Promise<FormState['errors']>
  /** Slow work between reading and storing, outside any transaction. Without it the value is ready as it is. */
  readonly prepare?: (value: T) => Promise<Ready>
  /** What the draft says from now on. */
  readonly store: (draft: OpenDraft, value: Ready) => DraftChange
}

export type Fields = Readonly<Record<string, unknown>>
export const fieldsOf = (req: Request): Fields => (req.body ?? {}) as Fields

export const stringsOf = (fields: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )

export const dataOf = ({ visits }: Pick<IntakeDeps, 'visits'>, res: Response): ReporterData =>
  visits.visitOf(res)?.data ?? {}

export const heldDraft = (
  deps: Pick<IntakeDeps, 'visits'>,
  res: Response,
): DraftHold | undefined => {
  const { draft } = dataOf(deps, res)
  if (draft === undefined) return undefined
  return { id: draft.id as DraftId, key: asSymmetricKey(Buffer.from(draft.key, 'base64url')) }
}

/** The live draft, kept until the transaction ends. */
export const holdDraft = async (
  tx: Tx,
  deps: Pick<IntakeDeps, 'visits' | 'intake'>,
  res: Response,
): Promise<OpenDraft | undefined> => {
  const held = heldDraft(deps, res)
  return held === undefined ? undefined : deps.intake.drafts.hold(tx, held)
}

export const hereOf = async (
  tx: Tx,
  deps: IntakeDeps,
  req: Request,
  res: Response,
): Promise<Here> => {
  const held = heldDraft(deps, res)
  const draft = held === undefined ? undefined : await deps.intake.drafts.find(tx, held)
  return hereWith(tx, deps, { req, res, draft })
}

/** As hereOf, where the draft is in one's hands already. */
export const hereWith = async (
  tx: Tx,
  deps: IntakeDeps,
  { req, res, draft }: { req: Request; res: Response; draft: OpenDraft | undefined },
): Promise<Here> => {
  const lists = await deps.intake.readLists(tx)
  const fromCheck = req.query['from'] === 'check' || fieldsOf(req)['from'] === 'check'
  const kept = dataOf(deps, res).draft?.kept === true
  return { tx, lists, draft, answers: draft?.answers ?? {}, fromCheck, kept }
}

export const send = (res: Response, outcome: Outcome): void => {
  if ('go' in outcome) res.redirect(303, outcome.go)
  else res.status(outcome.status ?? 200).render(outcome.view, outcome.model)
}

export const drawn = async <T, R>(
  page: StepPage<T, R>,
  here: Here,
  form: StepForm,
  more: { readonly status?: number; readonly gone?: boolean } = {},
): Promise<Outcome> => ({
  view: `intake/${page.step}`,
  ...(more.status === undefined ? {} : { status: more.status }),
  model: {
    ...stepFrame(page.step, here, form.errors),
    heading: more.gone === true ? goneHeading : undefined,
    gone: more.gone === true,
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
      const halfway = here.draft.unfinished[page.step]
      const typed = halfway === undefined ? page.typed(here) : toForm(halfway)
      return drawn(page, here, { ...typed, errors: {} })
    })
    send(res, outcome)
  }
