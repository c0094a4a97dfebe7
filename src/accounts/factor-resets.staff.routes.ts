import type { Request, RequestHandler, Response } from 'express'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { StaffActor } from '../vocabulary/actor'
import type { FactorResetId } from '../vocabulary/ids'
import { isAllowed, type Permission } from '../vocabulary/permission'
import type { Accounts } from './accounts.service'
import type { FactorReset } from './factor-reset'
import { AnswerForm, askForm, BeforeQuery, NewQuery, ResetPath } from './factor-resets.schema'
import type { FactorResets } from './factor-resets.service'
import {
  FACTORS,
  nobodyOfThatName,
  toAnswerPage,
  toAskPage,
  toFactorsHome,
  toResetsPage,
} from './factor-resets.view'
import { actorOf, keysOf } from './guard'
import type { HomePart } from './home.view'
import type { SecondFactor } from './second-factor.service'
import { stepUpFaults } from './step-up.view'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly lawbook: Lawbook
  readonly accounts: Pick<Accounts, 'get' | 'findByName' | 'namesOf'>
  readonly secondFactor: SecondFactor
  readonly factorResets: FactorResets
}

const PAGE = 50

export const openFactorResetDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(FACTORS, 'factor.view', list(deps))
  staff.post(FACTORS, 'factor.ask', ask(deps))
  staff.get(`${FACTORS}/new`, 'factor.ask', showAsk(deps))
  staff.get(`${FACTORS}/:resetId`, 'factor.approve', showAnswer(deps))
  staff.post(`${FACTORS}/:resetId`, 'factor.approve', answer(deps))
  staff.post(`${FACTORS}/:resetId/withdraw`, 'factor.ask', withdraw(deps))
}

/** Requests that wait for whoever may approve them. */
export const createFactorsHomePart =
  (resets: Pick<FactorResets, 'waiting'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> =>
    isAllowed(actor, 'factor.approve') ? toFactorsHome(await resets.waiting(tx, actor)) : {}

const groundsOf = async ({ lawbook, clock }: Deps, tx: Tx) =>
  (await lawbook.list(tx, 'factor-reset-ground', { place: '*', on: dayOf(clock()) })).map(
    ({ code, data }) => ({ code, name: data.name }),
  )

const knownOf = async (deps: Deps, tx: Tx, resets: readonly FactorReset[]) => ({
  grounds: await groundsOf(deps, tx),
  names: await deps.accounts.namesOf(
    tx,
    resets.flatMap(({ staffId, askedBy, answeredBy }) => [
      staffId,
      askedBy,
      ...(answeredBy === undefined ? [] : [answeredBy]),
    ]),
  ),
})

const list =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { before } = BeforeQuery.parse(req.query)
    const actor = actorOf(res)
    const page = await deps.db.inTransaction(async tx => {
      const wanted = { limit: PAGE + 1, ...(before === undefined ? {} : { before }) }
      const found = await deps.factorResets.list(tx, actor, wanted)
      const resets = found.slice(0, PAGE)
      const older = found.length > PAGE ? resets.at(-1) : undefined
      return { resets, older, ...(await knownOf(deps, tx, resets)) }
    })
    const mayAsk = isAllowed(actor, 'factor.ask')
    const mayAnswer = isAllowed(actor, 'factor.approve')
    const viewer = { id: actor.id, mayAsk, mayAnswer }
    res.render('accounts/factors', toResetsPage({ ...page, now: deps.clock(), viewer }))
  }

const drawAsk = async (deps: Deps, res: Response, form: FormState): Promise<void> => {
  const grounds = await deps.db.inTransaction(tx => groundsOf(deps, tx))
  res.render('accounts/factor-ask', toAskPage(grounds, form))
}

const showAsk =
  (deps: Deps): RequestHandler =>
  (req, res) =>
    drawAsk(deps, res, { ...blankForm, values: NewQuery.parse(req.query) })

const ask =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const grounds = await deps.db.inTransaction(tx => groundsOf(deps, tx))
    const read = readForm(askForm(grounds.map(({ code }) => code)), req.body)
    if (!read.ok) {
      await drawAsk(deps, res.status(422), read.form)
      return
    }
    const { user, ground } = read.value
    const outcome = await deps.db.inTransaction(async tx => {
      const staff = await deps.accounts.findByName(tx, user)
      return staff && (await deps.factorResets.ask(tx, actorOf(res), { staffId: staff.id, ground }))
    })
    if (outcome === undefined)
      await drawAsk(deps, res.status(422), {
        values: read.value,
        errors: { user: nobodyOfThatName },
      })
    else if (outcome.kind === 'denied') throw refused(outcome.code)
    else res.redirect(303, FACTORS)
  }

const drawAnswer = async (
  deps: Deps,
  req: Request,
  res: Response,
  form: FormState,
): Promise<void> => {
  const { resetId } = readPath(ResetPath, req.params)
  const page = await deps.db.inTransaction(async tx => {
    const reset = await deps.factorResets.find(tx, actorOf(res), resetId)
    if (reset === undefined) throw notFound('factor-reset')
    const { username } = await deps.accounts.get(tx, reset.staffId)
    return { reset, username, ...(await knownOf(deps, tx, [reset])) }
  })
  res.render('accounts/factor-answer', toAnswerPage({ ...page, now: deps.clock(), form }))
}

const showAnswer =
  (deps: Deps): RequestHandler =>
  (req, res) =>
    drawAnswer(deps, req, res, blankForm)

type Given = { readonly answer: 'approved' | 'refused'; readonly otp: string }

/** Asked before the code is used up: the same form sent twice has its answer already. */
const isGiven = async (
  { factorResets }: Deps,
  tx: Tx,
  actor: StaffActor,
  { id, answer }: { readonly id: FactorResetId; readonly answer: Given['answer'] },
): Promise<boolean> => {
  const reset = await factorResets.find(tx, actor, id)
  return reset?.answeredBy === actor.id && reset.answer === answer
}

const takeAnswer = async (
  deps: Deps,
  tx: Tx,
  res: Response,
  given: Given & { id: FactorResetId },
) => {
  const actor = actorOf(res)
  if (await isGiven(deps, tx, actor, given)) return { kind: 'done' } as const
  const step = await deps.secondFactor.check(tx, keysOf(res), given.otp)
  if (step.kind === 'right') return deps.factorResets.answer(tx, actor, given.id, given.answer)
  // The other of two same forms was quicker.
  return (await isGiven(deps, tx, actor, given)) ? ({ kind: 'done' } as const) : step
}

const answer =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { resetId: id } = readPath(ResetPath, req.params)
    const read = readForm(AnswerForm, req.body)
    if (!read.ok) {
      await drawAnswer(deps, req, res.status(422), read.form)
      return
    }
    const { answer: chosen } = read.value
    const taken = await deps.db.inTransaction(tx =>
      takeAnswer(deps, tx, res, { ...read.value, id }),
    )
    if (taken.kind === 'done') res.redirect(303, FACTORS)
    else if (taken.kind === 'denied') throw refused(taken.code)
    else
      await drawAnswer(deps, req, res.status(422), {
        values: { answer: chosen },
        errors: { otp: stepUpFaults[taken.kind] },
      })
  }

const withdraw =
  ({ db, factorResets }: Deps): RequestHandler =>
  async (req, res) => {
    const { resetId } = readPath(ResetPath, req.params)
    const outcome = await db.inTransaction(tx => factorResets.withdraw(tx, actorOf(res), resetId))
    if (outcome.kind === 'denied') throw refused(outcome.code)
    res.redirect(303, FACTORS)
  }
