import type { RequestHandler, Response } from 'express'
import { caseLabel } from '../cases'
import { toUploadList, type Received, type Upload } from '../evidence'
import type { Tx } from '../platform/db/transaction'
import { checkCsrfToken } from '../platform/http/csrf'
import type { ReporterDoors } from '../platform/http/doors'
import { readForm, type FormState } from '../platform/http/form'
import { backToEntry } from './entry.reporter.routes'
import type { FollowupDeps } from './followup'
import { replyForm, supplementForm } from './followup.schema'
import type { Visitor } from './followup.service'
import { waitSentence } from './followup.view'
import { messageLimit, visitorOf } from './visitor.guard'

export const openSupplementDoors = (doors: ReporterDoors, deps: FollowupDeps): void => {
  doors.get('/follow/evidence', ask(deps))
  doors.upload('/follow/evidence', receive(deps), receiveLater(deps))
}

const ask =
  (deps: FollowupDeps): RequestHandler =>
  async (_req, res) => {
    const visitor = await visitorOf(deps, res)
    if (visitor === undefined) res.redirect(303, '/follow')
    else await draw(deps, res, visitor, { values: {}, errors: {}, results: [] })
  }

type Drawn = FormState & { readonly results: readonly Received[] }

const draw = async (deps: FollowupDeps, res: Response, visitor: Visitor, drawn: Drawn) => {
  const { db, cases, evidence, random } = deps
  const { caseId, reportId } = visitor
  const page = await db.inTransaction(async tx => {
    const caseKey = await deps.followup.keyOf(tx, visitor)
    const { year, serial } = await cases.get(tx, caseId)
    const files = await evidence.list(tx, { caseId, caseKey }, { reportId })
    const list = toUploadList(files, drawn.results, evidence.limits)
    const limit = (await messageLimit(deps, tx)).toLocaleString('en-US')
    return { ...list, number: caseLabel(year, serial), once: random.uuid(), limit }
  })
  const errors = { ...page.errors, ...drawn.errors }
  res.render('followup/evidence', { page, errors, values: drawn.values })
}

/** Files and words of one form are one deed: they stand or fall together, and count once. */
const keep =
  ({ dialogue, cases, audit }: FollowupDeps, visitor: Visitor, key: Words['key'], limit: number) =>
  async (tx: Tx, { fields, stored }: Upload): Promise<void> => {
    const { caseId, reportId, actor } = visitor
    const read = readForm(replyForm(limit), fields)
    const letter = { caseId, reportId, key }
    const said = read.ok
      ? await dialogue.fromReporter(tx, actor, { ...letter, ...read.value })
      : undefined
    // Nothing stored: no files, none that were taken, or the same form sent again.
    if (stored === 0) return
    const { organisationId } = await cases.get(tx, caseId)
    // The words have counted already.
    if (said === undefined) await cases.markUnread(tx, caseId)
    await audit.record(tx, actor, organisationId, { deed: 'evidence.added', caseId })
  }

type Words = { readonly key: Awaited<ReturnType<FollowupDeps['followup']['keyOf']>> }

const receive =
  (deps: FollowupDeps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, res)
    if (visitor === undefined) {
      const words = await deps.evidence.readWords(req, token => checkCsrfToken(req, token))
      backToEntry(res, words['body'] ?? '')
      return
    }
    const { caseId, reportId } = visitor
    const { key, limit } = await deps.db.inTransaction(async tx => ({
      key: await deps.followup.keyOf(tx, visitor),
      limit: await messageLimit(deps, tx),
    }))
    const upload = await deps.evidence.receive(req, {
      caseId,
      caseKey: key,
      reportId,
      source: 'reporter',
      checkCsrf: token => checkCsrfToken(req, token),
      afterStored: keep(deps, visitor, key, limit),
    })
    await answer(deps, res, { visitor, upload, limit })
  }

/** Nothing is stored; the words came before the files and are kept. */
const receiveLater =
  (deps: FollowupDeps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, res)
    const { body = '' } = await deps.evidence.readWords(req, token => checkCsrfToken(req, token))
    if (visitor === undefined) {
      backToEntry(res, body)
      return
    }
    const errors = { body: waitSentence(res.locals.wait ?? '') }
    await draw(deps, res, visitor, { values: { body }, errors, results: [] })
  }

const problemsOf = ({ fields, results }: Upload, words: Read): FormState['errors'] => {
  if (results.length === 0 && (fields['body'] ?? '').trim() === '')
    return { files: '请选要交的文件，或者写几句话' }
  return words.ok ? {} : words.form.errors
}

type Read = ReturnType<typeof readForm<ReturnType<typeof supplementForm>>>
type Outcome = { readonly visitor: Visitor; readonly upload: Upload; readonly limit: number }

const answer = async (
  deps: FollowupDeps,
  res: Response,
  { visitor, upload, limit }: Outcome,
): Promise<void> => {
  const { fields, results } = upload
  const words = readForm(supplementForm(limit), fields)
  const errors = problemsOf(upload, words)
  if (Object.keys(errors).length === 0 && results.every(({ ok }) => ok)) {
    res.redirect(303, '/follow/case')
    return
  }
  // Words that were right went through: drawn again they would be sent twice.
  const values = words.ok ? {} : { body: fields['body'] ?? '' }
  res.status(422)
  await draw(deps, res, visitor, { values, errors, results })
}
