import type { Request, RequestHandler, Response } from 'express'
import { noteErrors, readNotes, toUploadList, type Received, type Upload } from '../evidence'
import type { Tx } from '../platform/db/transaction'
import { KnownError, refused } from '../platform/errors'
import { checkCsrfToken } from '../platform/http/csrf'
import type { EvidenceId } from '../vocabulary/ids'
import type { OpenDraft } from './draft'
import { codeToPutAside, putAside } from './put-aside'
import type { FreshCode } from './resume-code.service'
import { pathAfter, stepOnceSaved, stepPath, turnedBackTo } from './steps.rules'
import {
  heldDraft,
  hereOf,
  hereWith,
  holdDraft,
  send,
  type Here,
  type IntakeDeps,
  type Outcome,
} from './wizard.reporter.routes'
import { filesGoneSentence, goneHeading, stepFrame, waitToUploadSentence } from './wizard.view'

type Drawn = {
  readonly results: readonly Received[]
  /** Notes as typed, and what is wrong with them. */
  readonly typed?: Parameters<typeof toUploadList>[3]
  readonly gone?: boolean
  /** How long to wait before the next try. */
  readonly wait?: string | undefined
  readonly fromCheck?: boolean
  /** 上传 was pressed and no file chosen. */
  readonly none?: boolean
}

const nothingChosen = '请先选要传的文件'

const step = 'evidence'

type Errors = Readonly<Record<string, string>>

const errorsOf = (
  found: Errors,
  { gone, none, wait }: Pick<Drawn, 'gone' | 'none'> & { readonly wait: Drawn['wait'] | undefined },
): Errors => {
  if (gone === true) return { restart: filesGoneSentence }
  if (wait !== undefined) return { next: waitToUploadSentence(wait) }
  return none === true ? { files: nothingChosen, ...found } : found
}

const draw = async (
  { evidence, random }: IntakeDeps,
  here: Here,
  { results, typed, gone = false, none = false, wait, fromCheck = here.fromCheck }: Drawn,
): Promise<Outcome> => {
  const { tx, draft } = here
  const files = draft === undefined ? [] : await evidence.list(tx, draft)
  const list = toUploadList(files, results, evidence.limits, typed)
  const errors = errorsOf(list.errors, { gone, none, wait })
  return {
    view: 'intake/evidence',
    ...(Object.keys(errors).length === 0 ? {} : { status: 422 }),
    model: {
      ...stepFrame(step, { ...here, fromCheck }, errors),
      heading: gone ? goneHeading : list.heading,
      gone,
      upload: list.upload,
      once: random.uuid(),
    },
  }
}

export const askEvidence =
  (deps: IntakeDeps): RequestHandler =>
  async (req, res) => {
    const outcome = await deps.db.piecemeal(async (tx): Promise<Outcome> => {
      const here = await hereOf(tx, deps, req, res)
      if (here.draft === undefined) return { go: '/report' }
      const back = turnedBackTo(step, here.answers)
      return back === undefined ? draw(deps, here, { results: [] }) : { go: stepPath(back) }
    })
    send(res, outcome)
  }

const gonePage = (deps: IntakeDeps, req: Request, res: Response): Promise<Outcome> =>
  deps.db.piecemeal(async tx => {
    const here = await hereOf(tx, deps, req, res)
    return draw(deps, { ...here, draft: undefined }, { results: [], gone: true })
  })

type Sent = Pick<Upload, 'fields' | 'results'>
type Finishing = {
  readonly req: Request
  readonly res: Response
  readonly sent: Sent
  readonly fresh?: FreshCode | undefined
}

type Receipt = {
  readonly sent: Sent
  /** Where it goes from here; undefined for 存下来，以后再填, whose code is made outside the transaction. */
  readonly outcome: Outcome | undefined
}

/**
 * Files, notes and the way on in one transaction. The draft must still take files when their rows are
 * written: the lock keeps a submission waiting. undefined: there is no draft that could take them.
 */
const receive = async (
  deps: IntakeDeps,
  req: Request,
  res: Response,
): Promise<Receipt | undefined> => {
  const held = heldDraft(deps, res)
  const draft =
    held === undefined
      ? undefined
      : await deps.db.piecemeal(tx => deps.intake.drafts.find(tx, held))
  if (held === undefined || draft === undefined) return undefined
  let open: OpenDraft | undefined
  let outcome: Outcome | undefined
  try {
    const upload = await deps.evidence.receive(req, {
      caseId: draft.caseId,
      caseKey: draft.caseKey,
      source: 'reporter',
      draftId: draft.id,
      checkCsrf: token => checkCsrfToken(req, token),
      hold: async tx => {
        open = await deps.intake.drafts.holdFound(tx, draft)
        if (open === undefined) throw refused('intake.draft-gone')
      },
      afterStored: async (tx, sent) => {
        if (open !== undefined && sent.fields['go'] !== 'later')
          outcome = await finish(tx, deps, open, { req, res, sent })
      },
    })
    return { sent: upload, outcome }
  } catch (error) {
    if (error instanceof KnownError && error.code === 'intake.draft-gone') return undefined
    throw error
  }
}

/** Notes and removals of the same form, then on; files that were not taken keep the page open. */
const finish = async (
  tx: Tx,
  deps: IntakeDeps,
  draft: OpenDraft,
  { req, res, sent, fresh }: Finishing,
): Promise<Outcome> => {
  const { evidence } = deps
  const { fields, results } = sent
  const here = await hereWith(tx, deps, { req, res, draft })
  const noteLimit = here.lists.limits['evidence.note']
  const notes = readNotes(fields)
  const wrong = noteErrors(notes, noteLimit)
  await evidence.saveNotes(tx, draft, notes, noteLimit)
  const { del = '' } = fields
  if (del !== '') await evidence.removeDraftFile(tx, draft.caseId, del as EvidenceId)
  const drawn = { results, typed: { notes, errors: wrong }, fromCheck: fields['from'] === 'check' }
  if (choseNothing(sent)) return draw(deps, here, { ...drawn, none: true })
  if (results.every(({ ok }) => ok) && Object.keys(wrong).length === 0)
    return { go: await onward(tx, deps, res, { fields, draft, fresh }) }
  return draw(deps, here, drawn)
}

const choseNothing = ({ fields, results }: Sent): boolean =>
  fields['go'] === 'upload' && results.length === 0

type Onward = {
  readonly fields: Upload['fields']
  readonly draft: OpenDraft
  readonly fresh: FreshCode | undefined
}

/** Where the writer is from now on; nothing is written where that does not change. */
const standAt = async (
  tx: Tx,
  { intake }: IntakeDeps,
  draft: OpenDraft,
  at: NonNullable<OpenDraft['answers']['at']>,
): Promise<void> => {
  const { answers } = draft
  if (at !== answers.at) await intake.drafts.save(tx, draft, { answers: { ...answers, at } })
}

const onward = async (
  tx: Tx,
  deps: IntakeDeps,
  res: Response,
  { fields, draft, fresh }: Onward,
): Promise<string> => {
  const { del = '', go } = fields
  const fromCheck = fields['from'] === 'check'
  if (del !== '' || go === 'upload' || go === 'note')
    return `/report/evidence${fromCheck ? '?from=check' : ''}#files-list`
  const { answers } = draft
  const at = go === 'later' ? step : stepOnceSaved(step, answers, fromCheck)
  await standAt(tx, deps, draft, at)
  if (go !== 'later') return pathAfter(step, answers, fromCheck)
  return putAside(tx, deps, res, { draft, fresh })
}

/** After the files: a code is made, which takes a while, and the draft put aside under it. */
const putAsideWithFiles = async (
  deps: IntakeDeps,
  finishing: Omit<Finishing, 'fresh'>,
): Promise<Outcome> => {
  const { req, res } = finishing
  const fresh = await codeToPutAside(deps, heldDraft(deps, res))
  return deps.db.inTransaction(async tx => {
    const draft = await holdDraft(tx, deps, res)
    if (draft !== undefined) return finish(tx, deps, draft, { ...finishing, fresh })
    return draw(deps, await hereOf(tx, deps, req, res), { results: [], gone: true })
  })
}

export const doEvidence =
  (deps: IntakeDeps): RequestHandler =>
  async (req, res) => {
    const received = await receive(deps, req, res)
    if (received === undefined) {
      // Nothing reads the files on: the connection must not wait for them.
      if (!req.complete) res.set('Connection', 'close')
      send(res, await gonePage(deps, req, res))
      return
    }
    const { sent, outcome } = received
    send(res, outcome ?? (await putAsideWithFiles(deps, { req, res, sent })))
  }

/** Instead of doEvidence, for whoever comes too often: nothing of the body is read. */
export const slowEvidence =
  (deps: IntakeDeps): RequestHandler =>
  async (req, res) => {
    const outcome = await deps.db.piecemeal(async (tx): Promise<Outcome> => {
      const here = await hereOf(tx, deps, req, res)
      if (here.draft === undefined) return { go: '/report' }
      return { ...(await draw(deps, here, { results: [], wait: res.locals.wait })), status: 429 }
    })
    send(res, outcome)
  }
