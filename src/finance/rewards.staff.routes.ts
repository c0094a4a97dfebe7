import type { RequestHandler, Response } from 'express'
import {
  keysOf,
  onceWithCode,
  stepUpFaults,
  visitorOf,
  type Accounts,
  type SecondFactor,
  type Visitor,
} from '../accounts'
import type { Awards } from '../awards'
import type { Budget } from '../budget'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { AwardId } from '../vocabulary/ids'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { refusalSentence } from '../vocabulary/refusal-words'
import { rewardForm, RewardPath, RewardQuery } from './rewards.schema'
import { REWARDS, rewardViews, toRewardList, toRewardPage } from './rewards.view'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly lawbook: Lawbook
  readonly accounts: Pick<Accounts, 'namesOf'>
  readonly awards: Awards
  readonly budget: Pick<Budget, 'years'>
  readonly secondFactor: Pick<SecondFactor, 'check'>
}

const PAGE = 50

/** What the finance side approves: a number, a decision, sums and their calculation. */
export const openRewardDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(REWARDS, 'reward.view', list(deps))
  staff.get(`${REWARDS}/:awardId`, 'reward.view', show(deps))
  staff.post(`${REWARDS}/:awardId`, 'reward.approve', answer(deps))
}

const list =
  ({ db, awards }: Deps): RequestHandler =>
  async (req, res) => {
    const { view, after } = RewardQuery.parse(req.query)
    const found = await db.inTransaction(tx =>
      awards.list(tx, visitorOf(res), {
        ...{ states: rewardViews[view].states, after, limit: PAGE + 1 },
      }),
    )
    res.render('finance/rewards', toRewardList(found, { view, page: PAGE }))
  }

type Drawn = { readonly form: FormState; readonly problem?: string }

const draw = async (deps: Deps, res: Response, id: AwardId, drawn: Drawn): Promise<void> => {
  const { db, awards, accounts, budget, clock } = deps
  const visitor = visitorOf(res)
  const page = await db.inTransaction(async tx => {
    const { award, others } = await awards.open(tx, visitor, id)
    const hands = [award.proposedBy, award.reviewedBy, award.approvedBy]
    const names = await accounts.namesOf(tx, [...new Set(hands.filter(one => one !== null))])
    const year = Number(dayOf(clock()).slice(0, 4))
    const [ofYear] = await budget.years(tx, [award.financeBody], year)
    if (ofYear === undefined) throw new Error('a body has a year')
    const viewer = { id: visitor.actor.id, mayApprove: isAllowed(visitor.actor, 'reward.approve') }
    return toRewardPage({ award, others, names, budget: ofYear, viewer, problem: '', ...drawn })
  })
  res.render('finance/reward', page)
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    await draw(deps, res, readPath(RewardPath, req.params).awardId, { form: blankForm })
  }

type Wish = ReturnType<ReturnType<typeof rewardForm>['parse']>

const isDone = async (
  { awards }: Deps,
  tx: Tx,
  wish: Wish,
  { id, visitor }: { readonly id: AwardId; readonly visitor: Visitor },
): Promise<boolean> => {
  const { approvedBy, claimUntil, state } = await awards.course.get(tx, id)
  return wish.do === 'extend'
    ? state === 'approved' && claimUntil === wish.until
    : approvedBy === visitor.actor.id
}

/** '' when it was done; else what is wrong with the code. */
const carryOut = async (
  deps: Deps,
  tx: Tx,
  wish: Wish,
  at: { readonly id: AwardId; readonly visitor: Visitor },
): Promise<string> => {
  const { awards, secondFactor } = deps
  const { id, visitor } = at
  if (wish.do === 'return') {
    await awards.turnBack(tx, visitor, id, wish.why)
    return ''
  }
  const kind = await onceWithCode(
    () => isDone(deps, tx, wish, at),
    () => secondFactor.check(tx, visitor.keys, wish.otp),
  )
  if (kind !== 'right') return stepUpFaults[kind]
  if (wish.do === 'approve') await awards.approve(tx, visitor, id)
  else await awards.extend(tx, visitor, id, wish)
  return ''
}

const answer =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, lawbook, clock } = deps
    const { awardId: id } = readPath(RewardPath, req.params)
    const visitor = { ...visitorOf(res), keys: keysOf(res) }
    const limits = await db.inTransaction(tx =>
      lawbook.limits(tx, { place: '*', on: dayOf(clock()) }),
    )
    const form = rewardForm({ reasonMin: limits['award.reason'], reasonMax: limits['reason.max'] })
    const read = readForm(form, req.body)
    if (!read.ok) return draw(deps, res.status(422), id, { form: read.form })
    try {
      const fault = await db.inTransaction(tx => carryOut(deps, tx, read.value, { id, visitor }))
      if (fault === '') res.redirect(303, `${REWARDS}/${id}`)
      else {
        const values = 'why' in read.value ? { why: read.value.why } : {}
        await draw(deps, res.status(422), id, { form: { values, errors: { otp: fault } } })
      }
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      await draw(deps, res.status(409), id, { form: blankForm, problem: refusalSentence(error) })
    }
  }
