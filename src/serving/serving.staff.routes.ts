import type { Request, RequestHandler, Response } from 'express'
import { stepUpFaults, visitorOf } from '../accounts'
import { recordDenied } from '../cases'
import type { LetterOutcome } from '../identity'
import { dayOf } from '../platform/clock'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Permission } from '../vocabulary/permission'
import { hand, showDraft } from './draft.staff.routes'
import { COUNTED, listsOf } from './lists.rules'
import type { ServingDeps } from './serving-deps'
import { LetterParams, readBoard, returnForm, servedForm, StepUpForm } from './serving.schema'
import { countInWords, letterHref, toBoard, toLetterPage, toPaper } from './serving.view'

export const openServingDoors = (staff: Doors<Permission>, deps: ServingDeps): void => {
  staff.get('/staff/cases/:caseId/letters', 'letter.draft', showDraft(deps))
  staff.post('/staff/cases/:caseId/letters', 'letter.draft', hand(deps))
  staff.get('/staff/letters', 'letter.view', showBoard(deps))
  staff.get('/staff/letters/:letterId', 'letter.view', showLetter(deps))
  staff.post('/staff/letters/:letterId/withdraw', 'letter.draft', withdraw(deps))
  staff.post('/staff/letters/:letterId/merge', 'letter.serve', merge(deps))
  staff.get('/staff/letters/:letterId/paper', 'letter.serve', showPaper(deps))
  staff.post('/staff/letters/:letterId/served', 'letter.serve', served(deps))
  staff.post('/staff/letters/:letterId/nobody', 'letter.serve', nobody(deps))
  staff.post('/staff/letters/:letterId/return', 'letter.serve', giveBack(deps))
}

const showBoard =
  ({ db, serving }: ServingDeps): RequestHandler =>
  async (req, res) => {
    const visitor = visitorOf(res)
    const asked = readBoard(req.query)
    const lists = listsOf(visitor.actor)
    const list = lists.find(name => name === asked.list) ?? lists[0] ?? 'mine'
    const page = await db.inTransaction(async tx => {
      const waiting = lists.includes('waiting')
        ? countInWords(await serving.count(tx, visitor, 'waiting', COUNTED))
        : ''
      const found = await serving.list(tx, visitor, { list, before: asked.before })
      return toBoard({ lists, list, waiting, ...found, paged: asked.before !== undefined })
    })
    res.render('serving/board', page)
  }

/** The letter, for an officer of its case or its desk; anybody else reads «not found», and that is recorded. */
const admitted = async (deps: ServingDeps, req: Request, res: Response) => {
  const { letterId } = readPath(LetterParams, req.params)
  const visitor = visitorOf(res)
  try {
    const file = await deps.db.inTransaction(tx => deps.serving.open(tx, visitor, letterId))
    return { visitor, letterId, file }
  } catch (error) {
    const letter = await deps.db.inTransaction(tx => deps.serving.find(tx, letterId))
    const hidden = error instanceof KnownError && error.kind === 'not-found'
    if (hidden && letter !== undefined) await recordDenied(deps, visitor.actor, letter.caseId)
    throw error
  }
}

type Admitted = Awaited<ReturnType<typeof admitted>>

const limitsOf = ({ db, serving }: ServingDeps, { file }: Pick<Admitted, 'file'>) =>
  db.inTransaction(tx => serving.limits(tx, file.letter.organisationId))

const draw = async (
  deps: ServingDeps,
  res: Response,
  seen: Pick<Admitted, 'file'>,
  form: FormState,
): Promise<void> => {
  const { max } = await limitsOf(deps, seen)
  res.render('serving/letter', toLetterPage(seen.file, form, max))
}

const showLetter =
  (deps: ServingDeps): RequestHandler =>
  async (req, res) => {
    await draw(deps, res, await admitted(deps, req, res), blankForm)
  }

/** Turned down with nothing done: that it was tried is kept, and why it was refused. */
const attempt = async <T>(
  { db, serving }: ServingDeps,
  { visitor, letterId }: Admitted,
  work: Promise<T>,
): Promise<T> => {
  try {
    return await work
  } catch (error) {
    if (error instanceof KnownError && error.kind !== 'not-found')
      await db.inTransaction(tx => serving.recordRefusal(tx, visitor, letterId, error.code))
    throw error
  }
}

const withdraw =
  (deps: ServingDeps): RequestHandler =>
  async (req, res) => {
    const seen = await admitted(deps, req, res)
    const { visitor, letterId } = seen
    const work = deps.db.inTransaction(tx => deps.serving.withdraw(tx, visitor, letterId))
    await attempt(deps, seen, work)
    res.redirect(303, letterHref(letterId))
  }

/** In one transaction: the code is used up together with what it allowed. A wrong one is counted all the same. */
const takeMerge = (deps: ServingDeps, { visitor, letterId }: Admitted, otp: string) =>
  deps.db.inTransaction(async tx => {
    const { kind } = await deps.secondFactor.check(tx, visitor.keys, otp)
    if (kind === 'right') await deps.serving.merge(tx, visitor, letterId)
    if (kind !== 'wrong') return kind
    // The same form sent twice: its code is used, and what it asked for is done.
    return (await deps.serving.hasMerged(tx, visitor, letterId)) ? 'right' : kind
  })

const merge =
  (deps: ServingDeps): RequestHandler =>
  async (req, res) => {
    const seen = await admitted(deps, req, res)
    const read = readForm(StepUpForm, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), seen, { values: {}, errors: read.form.errors })
      return
    }
    const answer = await attempt(deps, seen, takeMerge(deps, seen, read.value.otp))
    if (answer === 'right') res.redirect(303, `${letterHref(seen.letterId)}/paper`)
    else
      await draw(deps, res.status(422), seen, {
        values: {},
        errors: { otp: stepUpFaults[answer] },
      })
  }

const showPaper =
  (deps: ServingDeps): RequestHandler =>
  async (req, res) => {
    const seen = await admitted(deps, req, res)
    const { visitor, letterId } = seen
    const work = deps.db.inTransaction(tx => deps.serving.print(tx, visitor, letterId))
    const printed = await attempt(deps, seen, work)
    if (printed === undefined) res.redirect(303, letterHref(letterId))
    else res.render('serving/paper', toPaper(printed))
  }

const close = async (
  deps: ServingDeps,
  res: Response,
  seen: Admitted,
  outcome: LetterOutcome,
): Promise<void> => {
  const { visitor, letterId } = seen
  const work = deps.db.inTransaction(tx => deps.serving.close(tx, visitor, letterId, outcome))
  await attempt(deps, seen, work)
  res.redirect(303, letterHref(letterId))
}

const served =
  (deps: ServingDeps): RequestHandler =>
  async (req, res) => {
    const seen = await admitted(deps, req, res)
    const { ways, today, letter } = seen.file
    const read = readForm(servedForm(ways, { today, from: dayOf(letter.handedAt) }), req.body)
    if (read.ok) await close(deps, res, seen, { kind: 'served', ...read.value })
    else await draw(deps, res.status(422), seen, read.form)
  }

const nobody =
  (deps: ServingDeps): RequestHandler =>
  async (req, res) => {
    await close(deps, res, await admitted(deps, req, res), { kind: 'nobody' })
  }

const giveBack =
  (deps: ServingDeps): RequestHandler =>
  async (req, res) => {
    const seen = await admitted(deps, req, res)
    const read = readForm(returnForm(await limitsOf(deps, seen)), req.body)
    if (read.ok) await close(deps, res, seen, { kind: 'returned', ...read.value })
    else await draw(deps, res.status(422), seen, read.form)
  }
