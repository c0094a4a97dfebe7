import type { RequestHandler } from 'express'
import { subjectForm } from '../filing'
import type { Registry } from '../registry'
import type { InstitutionId } from '../vocabulary/ids'
import type { Answers, SubjectAnswer } from '../vocabulary/report-answers'
import { line } from '../vocabulary/typing'
import { answering, lostPage, tooOften, type LostPage } from './answering.reporter.routes'
import { cannotTake, subjectValues, toSubjectPage } from './target.view'
import {
  asking,
  fieldsOf,
  heldDraft,
  type Here,
  type IntakeDeps,
  type StepPage,
} from './wizard.reporter.routes'

const pageSize = 10

const find = async (
  { registry }: IntakeDeps,
  { tx, answers }: Here,
): Promise<Awaited<ReturnType<Registry['search']>> | undefined> => {
  const { search } = answers
  if (search === undefined || search.q === '') return undefined
  const after = search.pages.at(-1) as InstitutionId | undefined
  return registry.search(tx, { q: search.q, after, limit: pageSize })
}

const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

const findListed = async ({ registry }: IntakeDeps, { tx }: Here, id: string) =>
  isUuid.test(id) ? registry.find(tx, id as InstitutionId) : undefined

const page = (deps: IntakeDeps): StepPage<SubjectAnswer> => ({
  step: 'subject',
  schema: ({ lists }) =>
    subjectForm(
      { target: lists.limits['subject.name'] },
      new Set(lists.areas.map(({ code }) => code)),
    ),
  typed: ({ answers }) => ({ values: subjectValues(answers.subject), chosen: [] }),
  draw: async (here, form) => {
    const id = /^institution:(.+)$/.exec(form.values['choice'] ?? '')?.[1]
    return toSubjectPage({
      lists: here.lists,
      search: here.answers.search,
      q: form.values['q'],
      found: await find(deps, here),
      picked: id === undefined ? undefined : await findListed(deps, here, id),
      goesAbove: await deps.intake.submission.canTakeAboutBody(here.tx, here.answers.subject),
    })
  },
  verify: async ({ tx }, subject) => {
    const { institutionId, aboutBody } = subject
    const listed = institutionId === null ? null : await deps.registry.find(tx, institutionId)
    if (listed !== null && listed?.active !== true)
      return { choice: '这一家不在列表里了，请重新查找' }
    if (aboutBody === 'no' || (await deps.intake.submission.canTakeAboutBody(tx, subject)))
      return {}
    return { about_body: cannotTake(await deps.organisations.askAbove(tx)) }
  },
  store: ({ answers }, subject) => ({ answers: { ...answers, subject } }),
})

/**
 * Searching the list of institutions. ux.md has a GET form; but whom a report is about is a part of the
 * report, and an address ends in histories and proxy logs. So the words travel by POST, rest sealed in
 * the draft, and the page is drawn from there.
 */
const searchBy = (
  deps: IntakeDeps,
  go: string,
  typed: unknown,
): ((here: Here) => Promise<Answers['search']>) => {
  return async here => {
    const { search = { q: '', pages: [] } } = here.answers
    if (go === 'less') return { ...search, pages: search.pages.slice(0, -1) }
    if (go === 'more') {
      const last = (await find(deps, here))?.items.at(-1)
      return last === undefined ? search : { ...search, pages: [...search.pages, last.id] }
    }
    const q = line(typeof typed === 'string' ? typed : '')
    const words = Array.from(q).slice(0, here.lists.limits['search.text']).join('')
    return { q: words, pages: [] }
  }
}

const searching = new Set(['search', 'more', 'less'])

const doSearch = async (
  deps: IntakeDeps,
  req: Parameters<RequestHandler>[0],
  res: Parameters<RequestHandler>[1],
): Promise<boolean> => {
  const { go, q } = fieldsOf(req)
  const held = heldDraft(deps, res)
  if (held === undefined) return false
  return deps.db.inTransaction(async tx => {
    const draft = await deps.intake.drafts.hold(tx, held)
    if (draft === undefined) return false
    const lists = await deps.intake.readLists(tx)
    const here: Here = { tx, lists, draft, answers: draft.answers, fromCheck: false, kept: false }
    const search = await searchBy(deps, String(go), q)(here)
    const answers = { ...draft.answers, search }
    await deps.intake.drafts.save(tx, draft, { answers })
    return true
  })
}

export const askSubject = (deps: IntakeDeps): RequestHandler => asking(deps, page(deps))
export const slowSubject = (deps: IntakeDeps): RequestHandler => tooOften(deps, page(deps))

/** @returns the page of results when a search was asked for, else the step's usual way */
export const doSubject = (deps: IntakeDeps): RequestHandler => {
  const answer = answering(deps, page(deps))
  return async (req, res, next) => {
    const { go, from } = fieldsOf(req)
    if (!searching.has(String(go)) || !(await doSearch(deps, req, res))) {
      await answer(req, res, next)
      return
    }
    res.redirect(303, `/report/subject${from === 'check' ? '?from=check' : ''}#found`)
  }
}
export const lostSubject = (deps: IntakeDeps): LostPage => lostPage(deps, page(deps))
