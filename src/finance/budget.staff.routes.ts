import type { RequestHandler, Response } from 'express'
import {
  actorOf,
  keysOf,
  onceWithCode,
  stepUpFaults,
  type Accounts,
  type SecondFactor,
} from '../accounts'
import type { Awards } from '../awards'
import type { Budget, BudgetYear } from '../budget'
import type { Lawbook } from '../lawbook'
import type { Organisations, Tree } from '../organisations'
import { asDay, dayOf, type Clock, type Day } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, textsIn, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { Permission } from '../vocabulary/permission'
import { refusalSentence } from '../vocabulary/refusal-words'
import { AnswerForm, budgetForm, WishPath, yearsOf } from './budget.schema'
import { BUDGET, toBudgetPage } from './budget.view'
import type { Forecast } from './forecast.rules'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly lawbook: Lawbook
  readonly accounts: Pick<Accounts, 'namesOf'>
  readonly organisations: Organisations
  readonly tree: Pick<Tree, 'within'>
  readonly budget: Budget
  readonly awards: Pick<Awards, 'figures' | 'numbersOf' | 'waitingFen'>
  readonly secondFactor: SecondFactor
}

const PAGE = 50

export const openBudgetDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(BUDGET, 'budget.view', show(deps))
  staff.post(BUDGET, 'budget.change', ask(deps))
  staff.post(`${BUDGET}/:wishId`, 'budget.change', answer(deps))
}

const thisYear = ({ clock }: Deps): number => Number(dayOf(clock()).slice(0, 4))

const numberIn = (value: unknown): number | undefined =>
  typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined

type Query = Readonly<Record<string, unknown>>

/** The body itself, and those below it, in the order of the list. */
const bodiesFor = async ({ organisations, tree }: Deps, tx: Tx, { organisationId }: StaffActor) => {
  const within = new Set(await tree.within(tx, organisationId))
  const all = (await organisations.list(tx)).filter(
    ({ id, kind }) => within.has(id) && kind === 'medical-security' && id !== organisationId,
  )
  return { names: new Map(all.map(one => [one.id, one.shortName])), ids: all.map(({ id }) => id) }
}

const DAY = 86_400_000
const daysBetween = (from: Day, to: Day): number => (Date.parse(to) - Date.parse(from)) / DAY

/** What is approved already, what waits, and the rest of the year at the pace of what has passed of it. */
const forecastOf = async (
  { awards, clock }: Deps,
  tx: Tx,
  { organisationId, year }: BudgetYear,
): Promise<Forecast> => {
  const today = dayOf(clock())
  const from = asDay(`${year}-01-01`)
  const to = asDay(`${year + 1}-01-01`)
  const bodies = new Map([[organisationId, '']])
  const [figure] = await awards.figures(tx, { bodies, from, to, by: 'all' })
  return {
    approved: figure?.approvedFen ?? 0n,
    waiting: await awards.waitingFen(tx, organisationId),
    daysPassed: daysBetween(from, today) + 1,
    daysLeft: daysBetween(today, to) - 1,
  }
}

type Asked = { readonly query: Query; readonly form: FormState }

const read = async (deps: Deps, tx: Tx, actor: StaffActor, { query, form }: Asked) => {
  const { accounts, awards, budget, random } = deps
  const years = yearsOf(thisYear(deps))
  const year = years.find(one => one === numberIn(query['year'])) ?? thisYear(deps)
  const below = await bodiesFor(deps, tx, actor)
  const body = actor.organisationId
  const [own, ...others] = await budget.years(tx, [body, ...below.ids], year)
  if (own === undefined) throw new Error('a body has a year')
  const start = numberIn(query['before'])
  const question = {
    body,
    year,
    limit: PAGE + 1,
    ...(start === undefined ? {} : { before: start }),
  }
  const found = await budget.entries(tx, question)
  const entries = found.slice(0, PAGE)
  const waiting = await budget.waiting(tx, body)
  const people = [...entries.map(one => one.madeBy), ...waiting.map(one => one.askedBy)]
  return toBudgetPage({
    ...{ year, years, own, below: others, bodyNames: below.names, entries, waiting, form },
    before: found.length > PAGE ? entries.at(-1)?.position : undefined,
    names: await accounts.namesOf(tx, [...new Set(people)]),
    awardNumbers: await awards.numbersOf(
      tx,
      entries.map(({ subject }) => subject),
    ),
    grounds: await budget.grounds(tx),
    ...{ viewer: actor.id, once: random.uuid() },
    forecast: year === thisYear(deps) ? await forecastOf(deps, tx, own) : undefined,
  })
}

const draw = async (deps: Deps, res: Response, query: Query, form: FormState): Promise<void> => {
  const page = await deps.db.piecemeal(tx => read(deps, tx, actorOf(res), { query, form }))
  res.render('finance/budget', page)
}

const show =
  (deps: Deps): RequestHandler =>
  (req, res) =>
    draw(deps, res, req.query, blankForm)

const ask =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, budget, lawbook, clock } = deps
    const known = await db.piecemeal(async tx => {
      const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
      const grounds = (await budget.grounds(tx)).map(({ code }) => code)
      return { grounds, thisYear: thisYear(deps), most: BigInt(limits['money.yuan']) * 100n }
    })
    const typed = readForm(budgetForm(known), req.body)
    if (!typed.ok) {
      await draw(deps, res.status(422), {}, typed.form)
      return
    }
    const { once, year, ground, amount: fen } = typed.value
    try {
      await db.inTransaction(tx => budget.ask(tx, actorOf(res), { once, year, ground, fen }))
      res.redirect(303, `${BUDGET}?year=${year}`)
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      const errors = { amount: refusalSentence(error) }
      await draw(deps, res.status(409), {}, { values: textsIn(req.body), errors })
    }
  }

/** Approving asks a fresh code, used up with what it allowed. */
const answer =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, budget, secondFactor } = deps
    const { wishId } = readPath(WishPath, req.params)
    const typed = readForm(AnswerForm, req.body)
    const again = async (errors: FormState['errors']) => {
      await draw(deps, res.status(422), {}, { values: { wish: wishId }, errors })
    }
    if (!typed.ok) return again({ otp: typed.form.errors['otp'] ?? '请再选一次' })
    const { value } = typed
    const fault = await db.inTransaction(async tx => {
      const actor = actorOf(res)
      if (value.do === 'approve') {
        const kind = await onceWithCode(
          () => budget.isApprovedBy(tx, actor, wishId),
          () => secondFactor.check(tx, keysOf(res), value.otp),
        )
        if (kind !== 'right') return stepUpFaults[kind]
      }
      await budget.decide(tx, actor, wishId, value.do)
      return ''
    })
    if (fault === '') res.redirect(303, BUDGET)
    else await again({ otp: fault })
  }
