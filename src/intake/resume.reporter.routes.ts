import type { Request, RequestHandler, Response } from 'express'
import type { Tx } from '../platform/db/transaction'
import { carriedOver } from '../sessions'
import type { LostPage, LostPages } from './answering.reporter.routes'
import type { DraftHold, OpenDraft } from './draft'
import { throwAway } from './draft-away'
import type { Sent } from './gone.reporter.routes'
import { resumePath, toLaterPage } from './start.view'
import { fieldsOf, heldDraft, hereOf, send, type IntakeDeps } from './wizard.reporter.routes'
import { resumeSentences } from './wizard.view'

const lostPageOf = (pages: LostPages, req: Request): LostPage | undefined => {
  const { page } = fieldsOf(req)
  return Object.entries(pages).find(([step]) => step === page)?.[1]
}

/**
 * The draft that this browser holds, when no code was made for it: opening another one would lose it. Held
 * before it is thrown away: another window may be about to give it its code.
 */
const atRisk = async (
  tx: Tx,
  { intake }: IntakeDeps,
  held: DraftHold | undefined,
  how: 'find' | 'hold',
): Promise<OpenDraft | undefined> => {
  const draft = held === undefined ? undefined : await intake.drafts[how](tx, held)
  return draft?.resumeCode === undefined ? draft : undefined
}

const drawEntry = async (deps: IntakeDeps, sent: Sent, error?: string): Promise<void> => {
  const model = await deps.db.piecemeal(async tx => {
    const draft = await atRisk(tx, deps, heldDraft(deps, sent.res), 'find')
    const { limits } = await deps.intake.readLists(tx)
    const errors: Record<string, string> = error === undefined ? {} : { code: error }
    return {
      errors,
      days: limits['draft.days'],
      other: draft === undefined ? undefined : resumePath(draft.answers),
    }
  })
  // The code is not drawn again: it would stay in the page of a browser that may be shared.
  sent.res.render('intake/resume', model)
}

export const askResume =
  (deps: IntakeDeps): RequestHandler =>
  async (req, res) => {
    await drawEntry(deps, { req, res })
  }

const refuse = async (
  deps: IntakeDeps,
  pages: LostPages,
  sent: Sent,
  { error, status }: { readonly error: string; readonly status: number },
): Promise<void> => {
  const { req, res } = sent
  const lost = lostPageOf(pages, req)
  if (lost !== undefined) {
    await lost.draw(sent, { errors: { resume_code: error }, status })
    return
  }
  res.status(status)
  await drawEntry(deps, sent, error)
}

type Opened = { readonly path: string } | 'unknown' | 'at-risk'

type Found = NonNullable<Awaited<ReturnType<IntakeDeps['intake']['drafts']['resume']>>>

/** A new session of this browser with this draft, and with what else it held but its former draft. */
const beginWith = async (
  tx: Tx,
  { visits, clock }: IntakeDeps,
  res: Response,
  { id, key }: Found['hold'],
): Promise<void> => {
  const now = (await visits.hold(tx, res)) ?? visits.visitOf(res)?.data ?? {}
  const again = now.draft?.id === id && now.draft.kept === true ? { kept: true } : {}
  const draft = { id, key: key.toString('base64url'), ...again }
  const follow = now.follow === undefined ? {} : { follow: now.follow }
  await visits.begin(tx, res, { ...carriedOver(now, clock()), ...follow, draft })
}

/**
 * Its row is held, as everywhere, before the session's. A draft that this browser held without a code is
 * thrown away, if the page has said so.
 */
const open = async (
  tx: Tx,
  deps: IntakeDeps,
  sent: Sent,
  derived: Parameters<IntakeDeps['intake']['drafts']['resume']>[1],
): Promise<Opened> => {
  const { intake } = deps
  const { req, res } = sent
  const { limits } = await intake.readLists(tx)
  const found = await intake.drafts.resume(tx, derived, limits['draft.days'])
  if (found === undefined) return 'unknown'
  const other = await atRisk(tx, deps, heldDraft(deps, res), 'hold')
  if (other !== undefined && fieldsOf(req)['replace'] !== 'yes') return 'at-risk'
  if (other !== undefined) await throwAway(tx, deps, other)
  await beginWith(tx, deps, res, found.hold)
  return { path: resumePath(found.answers) }
}

const codeIn = (req: Request): string => {
  const { code, resume_code: beside } = fieldsOf(req)
  return [code, beside].find(value => typeof value === 'string') ?? ''
}

/** Wrong, unknown, too old and sent already are answered alike, after the same work. */
export const doResume =
  (deps: IntakeDeps, pages: LostPages): RequestHandler =>
  async (req, res, next) => {
    const sent = { req, res }
    const { resumeCodes } = deps.intake
    const typed = codeIn(req)
    const code = resumeCodes.readCode(typed)
    if (code === undefined) {
      res.locals.slip = true
      const error = typed.trim() === '' ? resumeSentences.empty : resumeSentences.length
      await refuse(deps, pages, sent, { error, status: 422 })
      return
    }
    const derived = await resumeCodes.deriveAll(code)
    const opened = await deps.db.inTransaction(tx => open(tx, deps, sent, derived))
    if (typeof opened === 'string') {
      res.locals.slip = opened === 'at-risk'
      const days = (await deps.db.piecemeal(deps.intake.readLists)).limits['draft.days']
      const error = opened === 'unknown' ? resumeSentences.unknown(days) : resumeSentences.other
      await refuse(deps, pages, sent, { error, status: 422 })
      return
    }
    const lost = lostPageOf(pages, req)
    if (lost === undefined) {
      send(res, { go: opened.path })
      return
    }
    // The code was right: whatever is still wrong with the page is no guess at a code.
    res.locals.slip = true
    await lost.go(req, res, next)
  }

/** Too many wrong tries from this network. Whether this one would have been right is not looked at. */
export const slowResume =
  (deps: IntakeDeps, pages: LostPages): RequestHandler =>
  async (req, res) => {
    const error = resumeSentences.wait(res.locals.wait ?? '')
    await refuse(deps, pages, { req, res }, { error, status: 429 })
  }

/** 存下来，以后再填: the code, how long it holds, and what to do with it. */
export const showLater =
  (deps: IntakeDeps): RequestHandler =>
  async (req, res) => {
    const page = await deps.db.piecemeal(async tx => {
      const { draft, lists } = await hereOf(tx, deps, req, res)
      return draft && { draft, days: lists.limits['draft.days'] }
    })
    if (page?.draft.resumeCode === undefined) {
      send(res, { go: '/report' })
      return
    }
    send(res, { view: 'intake/later', model: toLaterPage(page.draft, page.days) })
  }
