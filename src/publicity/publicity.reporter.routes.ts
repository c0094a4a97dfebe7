import type { RequestHandler } from 'express'
import type { Filing } from '../filing'
import type { Lawbook, LawPoint } from '../lawbook'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { unavailable } from '../platform/errors'
import type { Cookies } from '../platform/http/cookies'
import type { ReporterDoors } from '../platform/http/doors'
import { chooseRewardRule } from '../rewards'
import { listContacts, readContactWish } from './contact-list'
import { toContactPage } from './contact.view'
import { localPath } from './local-path.rules'
import { toHome, toHow, toPrivacy, toSafety } from './publicity.view'
import { readRewardWish } from './reward-wish'
import { toEstimate, toReward } from './reward.view'
import { readTextSize, textSizeCookie } from './text-size.rules'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly cookies: Cookies
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly filing: Pick<Filing, 'submission'>
}

export const openPublicityDoors = (doors: ReporterDoors, deps: Deps): void => {
  doors.get('/', home(deps))
  doors.get('/how', how(deps))
  doors.get('/safety', safety(deps, 'publicity/safety'))
  doors.get('/safety/insider', safety(deps, 'publicity/insider'))
  doors.get('/privacy', privacy(deps))
  doors.get('/accessibility', accessibility)
  doors.get('/contact', contact(deps))
  doors.get('/reward', reward(deps))
  doors.post('/prefs/text-size', setTextSize(deps))
}

/** The rules of the place where this site stands, today. */
const lawPoint = async (tx: Tx, { organisations, clock }: Deps): Promise<LawPoint> => {
  const { organisationId } = await organisations.site(tx)
  const own =
    organisationId === undefined ? undefined : await organisations.find(tx, organisationId)
  return { place: own?.regionCode ?? '*', on: dayOf(clock()) }
}

const limitsOf = async (tx: Tx, deps: Deps, at: LawPoint) => {
  const limits = await deps.lawbook.limits(tx, at)
  return { followMinutes: limits['follow.idle-minutes'], draftDays: limits['draft.days'] }
}

const home =
  (deps: Deps): RequestHandler =>
  async (_req, res) => {
    const page = await deps.db.piecemeal(async tx => {
      const { organisationId } = await deps.organisations.site(tx)
      if (organisationId === undefined) throw unavailable('site.not-open')
      const at = await lawPoint(tx, deps)
      const law = {
        targetKinds: await deps.lawbook.list(tx, 'target-kind', at),
        behaviours: await deps.lawbook.list(tx, 'behaviour', at),
        verify: await deps.lawbook.find(tx, 'deadline-rule', 'CLUE_VERIFY', at),
      }
      return {
        ...toHome(law, await limitsOf(tx, deps, at)),
        reward: toEstimate(await rewardLaw(tx, deps, at)),
      }
    })
    res.render('publicity/home', page)
  }

const how =
  (deps: Deps): RequestHandler =>
  async (_req, res) => {
    const page = await deps.db.piecemeal(async tx => {
      const at = await lawPoint(tx, deps)
      const verify = await deps.lawbook.find(tx, 'deadline-rule', 'CLUE_VERIFY', at)
      const { draftDays } = await limitsOf(tx, deps, at)
      return toHow(await deps.lawbook.list(tx, 'evidence-kind', at), verify, draftDays)
    })
    res.render('publicity/how', page)
  }

const safety =
  (deps: Deps, view: string): RequestHandler =>
  async (_req, res) => {
    const page = await deps.db.piecemeal(async tx => {
      const { organisationId } = await deps.organisations.site(tx)
      const goesAbove =
        organisationId !== undefined && (await deps.filing.submission.canTakeAboutBody(tx))
      return toSafety(await limitsOf(tx, deps, await lawPoint(tx, deps)), goesAbove)
    })
    res.render(view, page)
  }

const privacy =
  (deps: Deps): RequestHandler =>
  async (_req, res) => {
    const page = await deps.db.piecemeal(async tx =>
      toPrivacy(await limitsOf(tx, deps, await lawPoint(tx, deps))),
    )
    res.render('publicity/privacy', page)
  }

const accessibility: RequestHandler = (_req, res) => {
  res.render('publicity/accessibility')
}

/** How to reach each body; people on the telephone have no names here. */
const contact =
  ({ db, organisations }: Deps): RequestHandler =>
  async (req, res) => {
    const wish = readContactWish(req.query)
    const page = await db.piecemeal(async tx => {
      const site = await organisations.site(tx)
      const found = listContacts(await organisations.list(tx), site, wish)
      return toContactPage(found, wish, site)
    })
    res.render('publicity/contact', page)
  }

const YEAR_IN_MILLISECONDS = 365 * 24 * 60 * 60 * 1000

/**
 * A preference is no deed: it changes nothing but this browser, and leaves no row in the record. Lax,
 * unlike every other cookie: who comes by a link must find the first page in the size chosen before.
 */
const setTextSize =
  ({ cookies }: Deps): RequestHandler =>
  (req, res) => {
    const { size, back } = req.body as { readonly size?: unknown; readonly back?: unknown }
    res.cookie(cookies.nameOf(textSizeCookie), readTextSize(size), {
      ...cookies.options,
      sameSite: 'lax',
      maxAge: YEAR_IN_MILLISECONDS,
    })
    res.redirect(303, localPath(back))
  }

const rewardLaw = async (tx: Tx, { lawbook }: Deps, at: LawPoint) => ({
  rule: chooseRewardRule(await lawbook.list(tx, 'reward-rule', at)).rule,
  hosts: await lawbook.list(tx, 'link-host', at),
})

/** 奖励标准: by the rule that this place pays by today, with an estimate that knows no report. */
const reward =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const wish = readRewardWish(req.query)
    const page = await deps.db.piecemeal(async tx => {
      const at = await lawPoint(tx, deps)
      const limits = await deps.lawbook.limits(tx, at)
      const law = await rewardLaw(tx, deps, at)
      const tests = await deps.lawbook.list(tx, 'reward-test', at)
      return toReward({ ...law, tests, most: BigInt(limits['money.yuan']) * 100n }, wish)
    })
    res.status(Object.keys(page.errors).length > 0 ? 422 : 200).render('publicity/reward', page)
  }
