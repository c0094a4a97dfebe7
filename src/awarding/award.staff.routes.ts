import type { Request, RequestHandler, Response } from 'express'
import type { z } from 'zod'
import { keysOf, onceWithCode, stepUpFaults, visitorOf, type Visitor } from '../accounts'
import type { CaseAwards, ProposalWish } from '../awards'
import { admitToCase } from '../cases'
import { maskedFaults } from '../masking'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, textsIn, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { AwardId, CaseId } from '../vocabulary/ids'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { refusalSentence } from '../vocabulary/refusal-words'
import type { AwardingDeps as Deps } from './awarding-door'
import { AWARDS, awardViews, toAwardList } from './awarding-list.view'
import {
  answerForm,
  AwardPath,
  CasePath,
  ListQuery,
  proposalForm,
  StepForm,
  type AwardLimits,
} from './awarding.schema'
import { rewardHref, toRewardPage } from './awarding.view'
import { shown, type Preview } from './shown'

/** 奖励 of a case: what speaks for and against it, what it comes to, and who says so. */
export const openAwardingDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(AWARDS, 'award.review', list(deps))
  staff.get('/staff/cases/:caseId/reward', 'award.view', show(deps))
  staff.post('/staff/cases/:caseId/reward', 'award.propose', propose(deps))
  staff.post('/staff/cases/:caseId/reward/:awardId', 'award.review', answer(deps))
}

const PAGE = 50

const list =
  ({ db, awards }: Deps): RequestHandler =>
  async (req, res) => {
    const { view, after } = ListQuery.parse(req.query)
    const found = await db.inTransaction(tx =>
      awards.listOwn(tx, visitorOf(res).actor, {
        ...{ states: awardViews[view].states, after, limit: PAGE + 1 },
      }),
    )
    res.render('awarding/list', toAwardList(found, { view, page: PAGE }))
  }

const limitsOf = async ({ lawbook, clock }: Deps, tx: Tx): Promise<AwardLimits> => {
  const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
  return {
    most: BigInt(limits['money.yuan']) * 100n,
    number: limits['register.number'],
    reasonMin: limits['award.reason'],
    reasonMax: limits['reason.max'],
  }
}

/** @throws notFound('case'): the attempt is recorded */
const comer = async (deps: Deps, req: Request, res: Response): Promise<CaseId> => {
  const { caseId } = readPath(CasePath, { caseId: req.params['caseId'] })
  await admitToCase(deps, visitorOf(res).actor, caseId)
  return caseId
}

type Drawn = Pick<Parameters<typeof toRewardPage>[0], 'form' | 'preview' | 'problem' | 'about'>

const peopleOf = ({ awards }: CaseAwards) => [
  ...new Set(
    awards.flatMap(({ proposedBy, reviewedBy, approvedBy }) =>
      [proposedBy, reviewedBy, approvedBy].filter(id => id !== null),
    ),
  ),
]

const draw = async (deps: Deps, res: Response, caseId: CaseId, drawn: Drawn): Promise<void> => {
  const { db, awards, accounts, random } = deps
  const visitor = visitorOf(res)
  const page = await db.inTransaction(async tx => {
    const file = await awards.ofCase(tx, visitor, caseId)
    const names = await accounts.namesOf(tx, peopleOf(file))
    const viewer = {
      id: visitor.actor.id,
      mayPropose: isAllowed(visitor.actor, 'award.propose'),
      mayReview: isAllowed(visitor.actor, 'award.review'),
    }
    return toRewardPage({ file, names, viewer, once: random.uuid(), ...drawn })
  })
  res.render('awarding/reward', page)
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    await draw(deps, res, await comer(deps, req, res), { form: blankForm })
  }

/** What the matter or the rule does not carry is said above the form; nothing that was typed is lost. */
const refusedAs = (error: unknown, values: FormState['values']) => {
  if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
  const masked = error.code === 'words.masked'
  return {
    status: masked ? 422 : 409,
    drawn: {
      form: { values, errors: masked ? maskedFaults(error) : {} },
      ...(masked ? {} : { problem: refusalSentence(error) }),
    },
  }
}

type Wanted = {
  readonly caseId: CaseId
  readonly file: CaseAwards
  readonly wish: ProposalWish
  readonly form: z.output<typeof StepForm>
}

/** Nothing is sent that was not seen. @returns what has to be seen first; undefined once it is sent */
const lookOrSend = async (
  { awards }: Deps,
  tx: Tx,
  visitor: Visitor,
  { caseId, file, wish, form: { step, seen } }: Wanted,
): Promise<Preview | undefined> => {
  // What was sent a moment ago is found again by its mark.
  if (step === 'look' || file.bar !== 'award.running') {
    const preview = shown(wish, await awards.reckon(tx, visitor, caseId, wish))
    if (step === 'look' || preview.seen !== seen) return preview
  }
  await awards.propose(tx, visitor, caseId, wish)
  return undefined
}

const unseen = '还没有送出：填的内容和刚才算的不一样，下面是按现在填的重新算的。请核对，再送一次。'

const propose =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, awards } = deps
    const caseId = await comer(deps, req, res)
    const visitor = visitorOf(res)
    const { file, limits } = await db.inTransaction(async tx => ({
      file: await awards.ofCase(tx, visitor, caseId),
      limits: await limitsOf(deps, tx),
    }))
    const read = readForm(proposalForm(file, limits, req.body), req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), caseId, { form: read.form })
      return
    }
    const form = { values: textsIn(req.body), errors: {} }
    const sent = StepForm.parse(req.body)
    const wanted = { caseId, file, wish: read.value, form: sent }
    try {
      const preview = await db.inTransaction(tx => lookOrSend(deps, tx, visitor, wanted))
      if (preview === undefined) res.redirect(303, rewardHref(caseId))
      else if (sent.step === 'look') await draw(deps, res, caseId, { form, preview })
      else await draw(deps, res.status(409), caseId, { form, preview, problem: unseen })
    } catch (error) {
      const { status, drawn } = refusedAs(error, form.values)
      await draw(deps, res.status(status), caseId, drawn)
    }
  }

const isAnswered = async (
  { awards }: Deps,
  tx: Tx,
  { awardId, by }: { readonly awardId: AwardId; readonly by: string },
): Promise<boolean> => (await awards.course.get(tx, awardId)).reviewedBy === by

const answer =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, awards, secondFactor } = deps
    const caseId = await comer(deps, req, res)
    const { awardId } = readPath(AwardPath, req.params)
    const visitor = visitorOf(res)
    const limits = await db.inTransaction(tx => limitsOf(deps, tx))
    const read = readForm(answerForm(limits), req.body)
    const again = (form: FormState, status = 422, problem?: string) =>
      draw(deps, res.status(status), caseId, { form, about: awardId, problem })
    if (!read.ok) return again(read.form)
    const wish = read.value
    try {
      const fault = await db.inTransaction(async tx => {
        if (wish.do === 'return') await awards.sendBack(tx, visitor, awardId, wish.why)
        else {
          const kind = await onceWithCode(
            () => isAnswered(deps, tx, { awardId, by: visitor.actor.id }),
            () => secondFactor.check(tx, keysOf(res), wish.otp),
          )
          if (kind !== 'right') return stepUpFaults[kind]
          await awards.review(tx, visitor, awardId)
        }
        return ''
      })
      if (fault === '') res.redirect(303, rewardHref(caseId))
      else await again({ values: {}, errors: { otp: fault } })
    } catch (error) {
      const { status, drawn } = refusedAs(error, {})
      await again(drawn.form, status, drawn.problem)
    }
  }
