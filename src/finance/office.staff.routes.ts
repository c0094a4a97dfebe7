import type { RequestHandler, Response } from 'express'
import { visitorOf } from '../accounts'
import type { Lawbook } from '../lawbook'
import type { Payouts } from '../payouts'
import { dayOf, type Clock } from '../platform/clock'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, type FormState } from '../platform/http/form'
import type { Random } from '../platform/random'
import type { Permission } from '../vocabulary/permission'
import { refusalSentence } from '../vocabulary/refusal-words'
import { CLAIMS } from './claims.view'
import { countIn, fieldIn, readOffice } from './office.schema'
import { openForOffice } from './office.service'
import { OFFICE, toOfficePage } from './office.view'

type Deps = Parameters<typeof openForOffice>[0] & {
  readonly clock: Clock
  readonly lawbook: Lawbook
  readonly random: Random
  readonly payouts: Pick<Payouts, 'claims' | 'words'>
}

/** 到窗口领奖: the code opens the reporter's keys while the form is sent, and at no other time. */
export const openOfficeDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(OFFICE, 'claim.enter', show(deps))
  staff.post(OFFICE, 'claim.enter', enter(deps))
}

const limitsOf = ({ db, lawbook, clock }: Deps) =>
  db.piecemeal(async tx => {
    const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
    return { name: limits['subject.name'], payees: limits['claim.payees'] }
  })

type Limits = Awaited<ReturnType<typeof limitsOf>>

type Drawn = { readonly limits: Limits; readonly count: number; readonly form: FormState }

const draw = ({ random }: Deps, res: Response, { limits, count, form }: Drawn): void => {
  const once = random.uuid()
  res.render('finance/office', toOfficePage({ count, most: limits.payees, once, form }))
}

const show =
  (deps: Deps): RequestHandler =>
  async (_req, res) => {
    draw(deps, res, { limits: await limitsOf(deps), count: 1, form: blankForm })
  }

/** The code and the word are not drawn again: the person is asked for them, whoever looks at the screen. */
const typedIn = (body: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(body ?? {})
      .filter(name => !['code', 'word', '_csrf', 'once'].includes(name))
      .map(name => [name, fieldIn(body, name)]),
  )

const notOpened =
  '查询码或者领奖口令不对，或者没有可以在本单位领的奖励。请对照回执再输一次；两样都没有的，领不了'

type Outcome = { readonly errors: FormState['errors'] } | { readonly id: string }

const carryOut = async (
  deps: Deps,
  res: Response,
  body: unknown,
  limits: Limits,
): Promise<Outcome> => {
  const { db, payouts } = deps
  const visitor = visitorOf(res)
  const before = readOffice(body, limits)
  const typed = { code: fieldIn(body, 'code'), word: fieldIn(body, 'word') }
  const come = await openForOffice(deps, visitor.actor, typed)
  const wrong = come === undefined ? { code: notOpened } : {}
  if (come === undefined || !before.ok) return { errors: { ...errorsOf(before), ...wrong } }
  const { award, reporter } = come
  const left = await db.inTransaction(tx => payouts.claims.left(tx, award))
  const read = readOffice(body, limits, left)
  if (!read.ok) return { errors: read.errors }
  const { id } = await db.inTransaction(tx => payouts.claims.enter(tx, visitor, reporter, read))
  return { id }
}

const errorsOf = (read: ReturnType<typeof readOffice>): FormState['errors'] =>
  read.ok ? {} : read.errors

const enter =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const limits = await limitsOf(deps)
    const count = countIn(req.body, limits)
    const values = typedIn(req.body)
    if (fieldIn(req.body, 'do') === 'more') {
      const more = Math.min(count + 1, limits.payees)
      draw(deps, res, { limits, count: more, form: { values, errors: {} } })
      return
    }
    try {
      const outcome = await carryOut(deps, res, req.body, limits)
      if ('id' in outcome) res.redirect(303, `${CLAIMS}/${outcome.id}`)
      else draw(deps, res.status(422), { limits, count, form: { values, errors: outcome.errors } })
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      const errors = { code: refusalSentence(error) }
      draw(deps, res.status(409), { limits, count, form: { values, errors } })
    }
  }
