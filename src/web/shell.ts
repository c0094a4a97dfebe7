import type { Request, RequestHandler, Response } from 'express'
import { IDLE_MINUTES } from '../accounts'
import type { Lawbook } from '../lawbook'
import type { Organisations, SiteSettings } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Config } from '../platform/config'
import type { Installation } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Cookies } from '../platform/http/cookies'
import type { Csrf } from '../platform/http/csrf'
import { readTextSize, textSizeCookie, type TextSize } from '../publicity'
import type { Side } from '../sessions'
import { stampPage } from '../throttle'
import { dutyNames } from '../vocabulary/duty'
import { isAllowed } from '../vocabulary/permission'
import { bundleOf } from './built'

type ShellSite = Pick<
  SiteSettings,
  'name' | 'seal' | 'body' | 'telephone' | 'hours' | 'address' | 'postcode'
> & { readonly host: string }

/** What the layouts print around every page. */
type Shell = {
  readonly site: ShellSite
  readonly textSize: TextSize
  readonly path: string
  /** Made when a page with a form prints it; other answers set no cookie. */
  readonly csrf: string
  /** When this page was drawn, signed; for forms that are not filled in within a moment. */
  readonly shown: string
  readonly css: string
  readonly js: string
  readonly demonstration: boolean
  readonly staff?: {
    readonly name: string
    readonly duty: string
    /** Whether the list of cases is theirs to see; a link that is refused helps nobody. */
    readonly queue: boolean
    readonly csrf: string
    /** Has a part in requests to see an identity. */
    readonly unmask: boolean
    /** Writes down what others report: the menu has the way to it. */
    readonly registers: boolean
    readonly imports: boolean
    readonly lists: boolean
    /** People, bodies and duties, as far as they are this person's to look after. */
    readonly links: readonly {
      readonly href: string
      readonly nav: string
      readonly words: string
    }[]
    /** Reads the record of deeds. */
    readonly audits: boolean
    /** What is due to be destroyed; how keys are renewed. */
    readonly retention: boolean
    readonly rotation: boolean
    /** What reporters of the bodies below lay before this desk. */
    readonly supervises: boolean
    /** Gives legal opinions. */
    readonly reviews: boolean
    /** Has a part in resetting second factors. */
    readonly factors: boolean
    /** Decides who keeps away from a case. */
    readonly excludes: boolean
    /** Forms that ask for a code offer a passkey beside it. */
    readonly passkeys: boolean
    /** Single keys do something on the pages. */
    readonly singleKeys: boolean
    /** Minutes without a request until the session ends, and how many before that it is said. */
    readonly timeLimit: { readonly minutes: number; readonly warn: number }
  }
}

declare global {
  namespace Express {
    // Express asks for an interface here, to merge it with its own.
    // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
    interface Locals {
      shell?: Shell
    }
  }
}

/** Before the site is set up, and until the database has first answered. */
const unnamed: Omit<ShellSite, 'host'> = {
  name: '医保基金举报平台',
  seal: ['医', '保', '举', '报'],
  body: '',
  telephone: '12393',
  hours: '工作日 8:30 至 17:30',
  address: '',
  postcode: '',
}

const KEPT_MS = 30_000

type Deps = {
  readonly config: Pick<Config, 'demonstration' | 'publicUrl'>
  readonly db: Db
  readonly clock: Clock
  readonly cookies: Cookies
  readonly organisations: Organisations
  readonly lawbook: Lawbook
  readonly installation: Installation
}

export type Shells = {
  /** Dresses the answer; an error page is dressed even when the database is gone. */
  readonly dress: RequestHandler
  readonly dressInLastKnown: (req: Request, res: Response) => void
}

const adminLinks = [
  { permission: 'register.publish', href: '/staff/register', nav: 'decisions', words: '公开决定' },
  { permission: 'draw.hold', href: '/staff/draws', nav: 'draws', words: '随机抽取' },
  {
    permission: 'relation.declare',
    href: '/staff/me/relations',
    nav: 'relations',
    words: '我的回避关系',
  },
  { permission: 'case.hand-over', href: '/staff/handover', nav: 'handover', words: '案件交接' },
  {
    permission: 'case.hand-over',
    href: '/staff/substitutes',
    nav: 'substitutes',
    words: '请假代办',
  },
  { permission: 'organisation.manage', href: '/staff/admin/orgs', nav: 'orgs', words: '单位' },
  { permission: 'staff.view', href: '/staff/admin/users', nav: 'people', words: '人员' },
  {
    permission: 'change.view',
    href: '/staff/admin/changes',
    nav: 'changes',
    words: '待生效的变更',
  },
  { permission: 'access.review', href: '/staff/admin/review', nav: 'review', words: '权限核对' },
  { permission: 'award.review', href: '/staff/awards', nav: 'awards', words: '奖励意见' },
  {
    permission: 'reward.view',
    href: '/staff/finance/rewards',
    nav: 'rewards',
    words: '奖励审批和付款',
  },
  {
    permission: 'claim.check',
    href: '/staff/finance/claims',
    nav: 'claims',
    words: '收款信息核对',
  },
  {
    permission: 'payment.view',
    href: '/staff/finance/batches',
    nav: 'batches',
    words: '付款批次',
  },
  { permission: 'reward.view', href: '/staff/finance/figures', nav: 'figures', words: '奖励兑付' },
  { permission: 'budget.view', href: '/staff/budget', nav: 'budget', words: '奖励预算' },
  { permission: 'oversight.view', href: '/staff/oversight', nav: 'oversight', words: '督办函' },
  { permission: 'statistics.view', href: '/staff/statistics', nav: 'statistics', words: '统计' },
  { permission: 'roster.view', href: '/staff/roster', nav: 'roster', words: '值守表' },
  {
    permission: 'calendar.view',
    href: '/staff/admin/calendar',
    nav: 'calendar',
    words: '工作日历',
  },
  { permission: 'law.view', href: '/staff/admin/law', nav: 'law', words: '法规数据' },
  { permission: 'role.view', href: '/staff/admin/roles', nav: 'roles', words: '职责对照表' },
] as const

const staffOf = (res: Response, csrf: () => string, warn: number): Partial<Shell> => {
  const { actor, hasPasskeys, singleKeys } = res.locals
  if (actor === undefined) return {}
  const staff = {
    name: actor.displayName,
    duty: actor.duties.map(duty => dutyNames[duty]).join('、'),
    registers: isAllowed(actor, 'report.register'),
    imports: isAllowed(actor, 'batch.import'),
    lists: isAllowed(actor, 'ledger.view'),
    links: adminLinks.filter(({ permission }) => isAllowed(actor, permission)),
    audits: isAllowed(actor, 'record.view'),
    retention: isAllowed(actor, 'retention.view'),
    rotation: isAllowed(actor, 'rotation.view'),
    supervises: isAllowed(actor, 'appeal.answer'),
    reviews: isAllowed(actor, 'review.view'),
    factors: isAllowed(actor, 'factor.view'),
    excludes: isAllowed(actor, 'case.exclude'),
    passkeys: hasPasskeys === true,
    singleKeys: singleKeys !== false,
    queue: isAllowed(actor, 'queue.view'),
    unmask: isAllowed(actor, 'identity.requests'),
    timeLimit: { minutes: IDLE_MINUTES, warn },
    get csrf() {
      return csrf()
    },
  }
  return { staff }
}

export const createShells = (deps: Deps, side: Side, csrf: Csrf): Shells => {
  const { config, db, clock, cookies, organisations, lawbook, installation } = deps
  const { css, js } = bundleOf(side)
  const { host } = new URL(config.publicUrl)
  let known = unnamed
  let warn = 0
  let knownAt = Number.NEGATIVE_INFINITY

  const freshSite = async (): Promise<void> => {
    const now = clock().getTime()
    if (Math.abs(now - knownAt) < KEPT_MS) return
    const at = { place: '*', on: dayOf(clock()) }
    const { site, limits } = await db.piecemeal(async tx => ({
      site: await organisations.site(tx),
      limits: await lawbook.limits(tx, at),
    }))
    if (site.organisationId === undefined) return
    known = site
    warn = limits['staff.warn-minutes']
    knownAt = now
  }

  const put = (req: Request, res: Response): void => {
    const { name, seal, body, telephone, hours, address, postcode } = known
    // Asked for anew it would differ, and only the last form of a first visit would be believed.
    let made: string | undefined
    const token = () => (made ??= csrf.tokenFor(req, res))
    res.locals.shell = {
      site: { name, seal, body, telephone, hours, address, postcode, host },
      textSize: readTextSize(cookies.read(req, textSizeCookie)),
      path: req.method === 'GET' ? req.originalUrl : req.path,
      get csrf() {
        return token()
      },
      get shown() {
        return stampPage(installation, clock())
      },
      css,
      js,
      demonstration: config.demonstration,
      ...staffOf(res, token, warn),
    }
  }

  return {
    dress: async (req, res, next) => {
      await freshSite()
      put(req, res)
      next()
    },
    dressInLastKnown: put,
  }
}
