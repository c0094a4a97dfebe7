import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import type { Tx } from '../platform/db/transaction'
import type { ReporterDoors } from '../platform/http/doors'
import { readForm, type FormState } from '../platform/http/form'
import { backToEntry } from './entry.reporter.routes'
import type { FollowupDeps } from './followup'
import type { Visitor } from './followup.service'
import { waitSentence } from './followup.view'
import { readTyped } from './unsent.rules'
import { visitorOf } from './visitor.guard'

/** Why the form is not offered now; '' when it is. `settled`: what it asks for is done. */
type Look = { readonly bar: string; readonly settled?: boolean }

/** One of the pages on which the reporter fills in something of its own after the report. */
export type FormPage<C extends Look, T> = {
  readonly path: string
  readonly view: string
  /** The field at which it is said that the form was sent too often. */
  readonly first: string
  readonly look: (tx: Tx, visitor: Visitor) => Promise<C>
  readonly toPage: (seen: C) => object
  /** What was new on the page was shown with it. */
  readonly shown?: (tx: Tx, visitor: Visitor, seen: C) => Promise<void>
  readonly schema: (seen: C) => z.ZodType<T>
  /** Called last in the transaction. `once` is the drawn form's own number. */
  readonly keep: (
    tx: Tx,
    visitor: Visitor,
    sent: { readonly value: T; readonly once: string; readonly seen: C },
  ) => Promise<void>
}

const OnceForm = z.object({ once: z.uuid('这一页打开太久了，请再发送一次') })

export const openForm = <C extends Look, T>(
  doors: ReporterDoors,
  deps: FollowupDeps,
  page: FormPage<C, T>,
): void => {
  doors.get(page.path, ask(deps, page))
  doors.post(page.path, answer(deps, page), tooOften(deps, page))
}

const draw = async <C extends Look, T>(
  deps: FollowupDeps,
  res: Response,
  page: FormPage<C, T>,
  { visitor, form }: { readonly visitor: Visitor; readonly form: FormState },
): Promise<void> => {
  const once = deps.random.uuid()
  const drawn = await deps.db.inTransaction(async tx => {
    const seen = await page.look(tx, visitor)
    await page.shown?.(tx, visitor, seen)
    return { ...page.toPage(seen), bar: seen.bar }
  })
  res.render(page.view, { page: { ...drawn, once }, ...form })
}

const ask =
  <C extends Look, T>(deps: FollowupDeps, page: FormPage<C, T>): RequestHandler =>
  async (_req, res) => {
    const visitor = await visitorOf(deps, res)
    if (visitor === undefined) {
      res.redirect(303, '/follow')
      return
    }
    const kept = deps.guard.visitOf(res)?.data.follow?.kept
    const values = kept?.door === page.path ? kept.values : {}
    await draw(deps, res, page, { visitor, form: { values, errors: {} } })
  }

/** What waited behind the code has been sent now. */
const forgetKept = async ({ guard }: FollowupDeps, tx: Tx, res: Response): Promise<void> => {
  if (guard.visitOf(res)?.data.follow?.kept === undefined) return
  const data = await guard.hold(tx, res)
  if (data?.follow?.kept === undefined) return
  await guard.save(tx, res, { ...data, follow: { ...data.follow, kept: undefined } })
}

type Outcome = { readonly done: true } | { readonly done: false; readonly form: FormState }

const answer =
  <C extends Look, T>(deps: FollowupDeps, page: FormPage<C, T>): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, res)
    if (visitor === undefined) {
      backToEntry(res, readTyped(page.path, req.body))
      return
    }
    const typed = readTyped(page.path, req.body)?.values ?? {}
    const outcome = await deps.db.inTransaction(async (tx): Promise<Outcome> => {
      const seen = await page.look(tx, visitor)
      if (seen.bar !== '')
        return seen.settled === true
          ? { done: true }
          : { done: false, form: { values: typed, errors: {} } }
      const read = readForm(page.schema(seen), req.body)
      if (!read.ok) return { done: false, form: { ...read.form, values: typed } }
      const once = readForm(OnceForm, req.body)
      if (!once.ok)
        return {
          done: false,
          form: { values: typed, errors: { [page.first]: once.form.errors['once'] ?? '' } },
        }
      await forgetKept(deps, tx, res)
      await page.keep(tx, visitor, { value: read.value, ...once.value, seen })
      return { done: true }
    })
    if (outcome.done) res.redirect(303, page.path)
    else await draw(deps, res.status(422), page, { visitor, form: outcome.form })
  }

const tooOften =
  <C extends Look, T>(deps: FollowupDeps, page: FormPage<C, T>): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, res)
    const kept = readTyped(page.path, req.body)
    if (visitor === undefined) {
      backToEntry(res, kept)
      return
    }
    const errors = { [page.first]: waitSentence(res.locals.wait ?? '') }
    await draw(deps, res, page, { visitor, form: { values: kept?.values ?? {}, errors } })
  }
