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
    const today = dayOf(clock())
    const limits = await lawbook.limits(tx, { place: '*', on: today })
    return {
      ...{ name: limits['subject.name'], payees: limits['claim.payees'], today },
      ...{ reasonMin: limits['reason.min'], reasonMax: limits['reason.max'] },
    }
  })

type Limits = Awaited<ReturnType<typeof limitsOf>>

type Drawn = { readonly limits: Limits; readonly count: number; readonly form: FormState }

const draw = ({ random }: Deps, res: Response, { limits, count, form }: Drawn): void => {
  const once = random.uuid()
  const { payees: most, reasonMin, reasonMax } = limits
  res.render('finance/office', toOfficePage({ count, most, once, form, reasonMin, reasonMax }))
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
  '查询码或者领奖口令不对，或者没有可以在本单位领的奖励。请对照回执再输一次；忘了口令的，勾“口令忘了”；查询码没有的，领不了'

const waits = (seconds: number): string =>
  `口令错得太多，请 ${String(Math.ceil(seconds / 60))} 分钟后再试；忘了口令的，勾“口令忘了”，写明理由`

type Outcome =
  { readonly errors: FormState['errors']; readonly status: number } | { readonly id: string }

const carryOut = async (
  deps: Deps,
  res: Response,
  body: unknown,
  limits: Limits,
): Promise<Outcome> => {
  const { db, payouts } = deps
  const visitor = visitorOf(res)
  const before = readOffice(body, limits)
  const forgot = fieldIn(body, 'forgot') === 'yes'
  const typed = { code: fieldIn(body, 'code'), word: fieldIn(body, 'word'), forgot }
  const opened = await openForOffice(deps, visitor.actor, typed)
  if (opened.kind !== 'open' || !before.ok) {
    const errors = { ...errorsOf(before), ...wrongIn(opened) }
    return { errors, status: opened.kind === 'waits' ? 429 : 422 }
  }
  const { award, reporter, withoutWord } = opened.come
  const left = await db.inTransaction(tx => payouts.claims.left(tx, award))
  const read = readOffice(body, limits, left)
  if (!read.ok) return { errors: read.errors, status: 422 }
  const { once, payees } = read
  const wish = { once, payees, noWord: withoutWord ? read.noWord : undefined }
  const { id } = await db.inTransaction(tx => payouts.claims.enter(tx, visitor, reporter, wish))
  return { id }
}

const wrongIn = (opened: Awaited<ReturnType<typeof openForOffice>>): FormState['errors'] => {
  if (opened.kind === 'waits') return { word: waits(opened.seconds) }
  return opened.kind === 'open' ? {} : { code: notOpened }
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
      else
        draw(deps, res.status(outcome.status), {
          limits,
          count,
          form: { values, errors: outcome.errors },
        })
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      const errors = { code: refusalSentence(error) }
      draw(deps, res.status(409), { limits, count, form: { values, errors } })
    }
  }
