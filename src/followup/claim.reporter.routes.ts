import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { payeeForm, type Payee } from '../payouts'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { ReporterDoors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { fillWords } from '../vocabulary/refusal-words'
import { refusals } from '../vocabulary/refusals'
import { readKept, toKept } from './claim-data'
import { claimFacts } from './claim.service'
import { claimBar, toClaimPage, toPayeesPage } from './claim.view'
import { backToEntry, fieldOf } from './entry.reporter.routes'
import type { ClaimFacts, FollowupDeps as Deps } from './followup'
import type { Visitor } from './followup.service'
import { waitSentence } from './followup.view'
import { readTyped } from './unsent.rules'
import { visitorOf } from './visitor.guard'

const CLAIM = '/follow/claim'
const ACCOUNT = `${CLAIM}/account`
const CHECK = `${CLAIM}/check`

/** 领奖: the word, whom to pay, a last look, the number. */
export const openClaimDoors = (doors: ReporterDoors, deps: Deps): void => {
  doors.get(CLAIM, show(deps))
  doors.post(CLAIM, begin(deps), beginLater(deps))
  doors.get(ACCOUNT, ask(deps))
  doors.post(ACCOUNT, add(deps))
  doors.get(CHECK, look(deps))
  doors.post(CHECK, send(deps))
}

const draw = async (
  deps: Deps,
  res: Response,
  visitor: Visitor,
  form: FormState,
): Promise<void> => {
  const page = await deps.db.inTransaction(async tx =>
    toClaimPage(await claimFacts(deps, tx, visitor)),
  )
  res.render('followup/claim', { page, ...form })
}

const show =
  (deps: Deps): RequestHandler =>
  async (_req, res) => {
    const visitor = await visitorOf(deps, res)
    if (visitor === undefined) res.redirect(303, '/follow')
    else await draw(deps, res, visitor, blankForm)
  }

type ClaimData = { readonly once: string; readonly payees: Record<string, string>[] }

/** In the session, beside what else it holds; undefined takes it away. */
const keep = async (
  { guard }: Deps,
  tx: Tx,
  res: Response,
  claim: ClaimData | undefined,
): Promise<void> => {
  const held = await guard.hold(tx, res)
  if (held?.follow === undefined) return
  await guard.save(tx, res, { ...held, follow: { ...held.follow, claim, kept: undefined } })
}

const offices = ['word', 'open']

const wrongWord =
  '口令不对。和举报时写的一样才行，空格和全角半角不要紧。忘了口令，请带查询码和证件到窗口办理'

/** Nothing typed is a slip, and no try at the word. */
const lacksWord = (facts: ClaimFacts, req: Request): boolean =>
  claimBar(facts) === 'word' && fieldOf(req, 'word').trim() === ''

const begin =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, payouts, random } = deps
    const visitor = await visitorOf(deps, res)
    if (visitor === undefined) {
      backToEntry(res, undefined)
      return
    }
    const facts = await db.inTransaction(tx => claimFacts(deps, tx, visitor))
    if (!offices.includes(claimBar(facts))) return draw(deps, res.status(409), visitor, blankForm)
    if (lacksWord(facts, req)) {
      const errors = { word: '请写举报时定的领奖口令' }
      return draw(deps, res.status(422), visitor, { values: {}, errors })
    }
    const answer = await payouts.words.check(visitor.holder, fieldOf(req, 'word'))
    if (answer.kind === 'right') {
      const kept = deps.guard.visitOf(res)?.data.follow?.kept
      await db.inTransaction(async tx => {
        await keep(deps, tx, res, { once: random.uuid(), payees: [] })
        if (kept !== undefined) await keepTyped(deps, tx, res, kept)
      })
      res.redirect(303, ACCOUNT)
      return
    }
    const { status, word } = wrongAs(answer)
    await draw(deps, res.status(status), visitor, { values: {}, errors: { word } })
  }

type Wrong = Exclude<Awaited<ReturnType<Deps['payouts']['words']['check']>>, { kind: 'right' }>

const wrongAs = (answer: Wrong) => {
  if (answer.kind !== 'waits') return { status: 422, word: wrongWord }
  const wait = `${String(Math.ceil(answer.seconds / 60))} 分钟`
  return { status: 429, word: `口令错得太多，请 ${wait}后再试，或者带查询码和证件到窗口办理` }
}

const keepTyped = async (
  { guard }: Deps,
  tx: Tx,
  res: Response,
  kept: NonNullable<ReturnType<typeof readTyped>>,
): Promise<void> => {
  const held = await guard.hold(tx, res)
  if (held?.follow === undefined) return
  const mine = { door: kept.door, values: { ...kept.values } }
  await guard.save(tx, res, { ...held, follow: { ...held.follow, kept: mine } })
}

const beginLater =
  (deps: Deps): RequestHandler =>
  async (_req, res) => {
    const visitor = await visitorOf(deps, res)
    if (visitor === undefined) {
      backToEntry(res, undefined)
      return
    }
    const errors = { word: waitSentence(res.locals.wait ?? '') }
    await draw(deps, res, visitor, { values: {}, errors })
  }

type Begun = {
  readonly visitor: Visitor
  readonly claim: ClaimData
  readonly payees: readonly Payee[]
  readonly facts: ClaimFacts
}

/** Somebody whose word was right in this session, while there is something to claim; else where to go. */
const begun = async (deps: Deps, res: Response): Promise<Begun | '/follow' | typeof CLAIM> => {
  const visitor = await visitorOf(deps, res)
  if (visitor === undefined) return '/follow'
  const claim = deps.guard.visitOf(res)?.data.follow?.claim
  if (claim === undefined) return CLAIM
  const facts = await deps.db.inTransaction(tx => claimFacts(deps, tx, visitor))
  if (!offices.includes(claimBar(facts))) return CLAIM
  return { visitor, claim, payees: readKept(claim.payees), facts }
}

const drawAccount = (res: Response, { facts, payees }: Begun, form: FormState): void => {
  const values = { id_type: 'id-card', ...form.values }
  res.render('followup/claim-account', {
    page: toPayeesPage(facts, payees),
    ...{ values, errors: form.errors },
  })
}

const ask =
  (deps: Deps): RequestHandler =>
  async (_req, res) => {
    const found = await begun(deps, res)
    if (typeof found === 'string') {
      res.redirect(303, found)
      return
    }
    const kept = deps.guard.visitOf(res)?.data.follow?.kept
    const values = kept?.door === ACCOUNT ? kept.values : {}
    drawAccount(res, found, { values, errors: {} })
  }

const Removal = z.object({ remove: z.coerce.number().int().min(0) })

const limitsOf = async ({ lawbook, clock }: Deps, tx: Tx) =>
  lawbook.limits(tx, { place: '*', on: dayOf(clock()) })

const leftOf = ({ facts, payees }: Begun): bigint =>
  payees.reduce((rest, { fen }) => rest - fen, facts.left)

const save = (deps: Deps, res: Response, { claim }: Begun, payees: readonly Payee[]) =>
  deps.db.inTransaction(tx => keep(deps, tx, res, { once: claim.once, payees: payees.map(toKept) }))

const add =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const found = await begun(deps, res)
    if (found === '/follow') {
      backToEntry(res, readTyped(ACCOUNT, req.body))
      return
    }
    if (found === CLAIM) {
      res.redirect(303, CLAIM)
      return
    }
    const removal = Removal.safeParse(req.body)
    if (removal.success) {
      const rest = found.payees.filter((_, at) => at !== removal.data.remove)
      await save(deps, res, found, rest)
      res.redirect(303, ACCOUNT)
      return
    }
    const limits = await deps.db.piecemeal(tx => limitsOf(deps, tx))
    const left = leftOf(found)
    const read = readForm(
      payeeForm({ name: limits['subject.name'], today: found.facts.today, left }),
      req.body,
    )
    if (!read.ok) {
      drawAccount(res.status(422), found, read.form)
      return
    }
    if (left > 0n) await save(deps, res, found, [...found.payees, read.value])
    res.redirect(303, read.value.fen === left ? CHECK : ACCOUNT)
  }

const drawCheck = (res: Response, { facts, payees, claim }: Begun, problem: string): void => {
  const page = { ...toPayeesPage(facts, payees), once: claim.once, problem }
  res.render('followup/claim-check', { page, errors: {} })
}

const look =
  (deps: Deps): RequestHandler =>
  async (_req, res) => {
    const found = await begun(deps, res)
    if (typeof found === 'string') {
      res.redirect(303, found)
      return
    }
    if (leftOf(found) !== 0n) {
      res.redirect(303, ACCOUNT)
      return
    }
    drawCheck(res, found, '')
  }

const sentenceOf = ({ code, values }: KnownError): string =>
  fillWords(refusals[code]?.text ?? '', values)

const send =
  (deps: Deps): RequestHandler =>
  async (_req, res) => {
    const found = await begun(deps, res)
    if (typeof found === 'string') {
      res.redirect(303, found)
      return
    }
    const { visitor, claim, payees } = found
    try {
      await deps.db.inTransaction(async tx => {
        await keep(deps, tx, res, undefined)
        await deps.payouts.claims.make(tx, visitor.holder, { once: claim.once, payees })
      })
      res.redirect(303, CLAIM)
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      drawCheck(res.status(409), found, sentenceOf(error))
    }
  }
