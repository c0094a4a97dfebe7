import type { Request, RequestHandler, Response } from 'express'
import { rateLimit, type Options, type Store } from 'express-rate-limit'
import type { Lawbook, LimitName } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Config } from '../platform/config'
import type { Db } from '../platform/db/database'
import { KnownError, tooMany } from '../platform/errors'
import type { Brake } from '../platform/http/doors'
import { budgetOf, waitInWords, type Budget, type Budgets } from './budgets.rules'
import { clientNetwork } from './client.guard'
import type { Counters } from './counters.service'
import { createLines } from './line'

declare global {
  namespace Express {
    // Express asks for an interface here, to merge it with its own.
    // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
    interface Locals {
      /** Seconds until this network may again. Set: the door's own handler is not asked. */
      overspent?: number
      /** For the page that is drawn instead: 10 分钟, 30 秒. */
      wait?: string
      /** What failed was a slip of the pen and no guess: it does not count as a try. */
      slip?: boolean
      /** It cannot be told where this request comes from; for the log. */
      untold?: boolean
    }
  }
}

type Deps = {
  readonly config: Pick<Config, 'demonstration' | 'trustedProxies' | 'throttleTimes'>
  readonly db: Db
  readonly clock: Clock
  readonly lawbook: Lawbook
  readonly counters: Counters
}

export type Brakes = {
  /** Counts in this process's memory: a flood ends here, before the database is asked for anything. */
  readonly requests: readonly RequestHandler[]
  /** For the doors of one entrance. Counts what a whole form costs, together with all other nodes. */
  readonly before: (budgets: Budgets) => Brake
}

const KEPT_MS = 30_000
const MINUTE_MS = 60_000
const BUSY_SECONDS = 5
const LINGER_MS = 30_000
const KIB = 1024

type Limits = Readonly<Record<LimitName, number>>

/** Today's limits, multiplied by the setting; kept for half a minute, so that a hit is one statement. */
const createLimits = ({ config, db, clock, lawbook }: Deps) => {
  let kept: { readonly at: number; readonly limits: Promise<Limits> } | undefined
  const ask = () => db.inTransaction(tx => lawbook.limits(tx, { place: '*', on: dayOf(clock()) }))
  const limits = (): Promise<Limits> => {
    const now = clock().getTime()
    if (kept !== undefined && Math.abs(now - kept.at) < KEPT_MS) return kept.limits
    const before = kept?.limits
    // While the database is away, what held last goes on holding.
    const asked = ask().catch((error: unknown) => {
      if (before !== undefined) return before
      kept = undefined
      throw error
    })
    kept = { at: now, limits: asked }
    return asked
  }
  const times = async (name: LimitName): Promise<number> =>
    (await limits())[name] * config.throttleTimes
  return { limits, times }
}

const nothing = () => undefined

/** Headers would tell a flood how much is left to it. A count that cannot be kept lets everybody through. */
const common: Partial<Options> = {
  standardHeaders: false,
  legacyHeaders: false,
  validate: false,
  passOnStoreError: true,
  logger: { warn: nothing, error: nothing },
}

const createTools = (deps: Deps) => {
  const { config, counters } = deps
  const { limits, times } = createLimits(deps)
  const lookUp = async (req: Request): Promise<string | undefined> => {
    if (config.throttleTimes === 0) return undefined
    const prefixes = await limits().catch(nothing)
    if (prefixes === undefined) return undefined
    return clientNetwork(req, config, {
      ipv4: prefixes['throttle.ipv4-prefix'],
      ipv6: prefixes['throttle.ipv6-prefix'],
    })
  }
  // Asked for a dozen times on the way of one request.
  const known = new WeakMap<Request, Promise<string | undefined>>()
  const networkOf = (req: Request): Promise<string | undefined> => {
    const before = known.get(req)
    if (before !== undefined) return before
    const asked = lookUp(req)
    known.set(req, asked)
    return asked
  }
  const windowMinutes = async () => (await limits())['throttle.minutes']
  const over = async (res: Response): Promise<void> => {
    res.locals.overspent = counters.secondsLeft(await windowMinutes())
  }
  return { networkOf, windowMinutes, times, over, counters, lines: createLines() }
}

type Tools = ReturnType<typeof createTools>

/** While the database is gone nothing is counted; the door itself says what is the matter. */
const unlessGone =
  (work: (req: Request, res: Response) => Promise<void>): RequestHandler =>
  async (req, res, next) => {
    try {
      if (res.locals.overspent === undefined) await work(req, res)
    } catch (error) {
      if (!(error instanceof KnownError && error.kind === 'unavailable')) throw error
    }
    next()
  }

const storeOf = ({ counters, windowMinutes }: Tools, budget: string): Store => {
  const countOf = async (network: string) => ({ budget, network, minutes: await windowMinutes() })
  return {
    increment: async network => ({
      totalHits: await counters.add(await countOf(network), 1),
      resetTime: undefined,
    }),
    decrement: async network => {
      await counters.takeBack(await countOf(network), 1).catch(nothing)
    },
    resetKey: nothing,
  }
}

/**
 * The token of a form with files is read together with the files. Until then only the session's cookie,
 * which no other site can make a browser send, says that it is the person's own: without it nothing is
 * spent, and the door keeps nothing either.
 */
const mayBeForged = ({ bytes }: Budget, res: Response): boolean =>
  bytes === true && res.locals.visit === undefined

/** Counted before the work, so that a hundred at once are a hundred; given back when it did not count. */
const limiterOf = (tools: Tools, budget: Budget): RequestHandler =>
  rateLimit({
    ...common,
    store: storeOf(tools, budget.name),
    skip: async (req, res) =>
      mayBeForged(budget, res) || (await tools.networkOf(req)) === undefined,
    keyGenerator: async req => (await tools.networkOf(req)) ?? '',
    limit: () => tools.times(`throttle.${budget.name}`),
    skipSuccessfulRequests: budget.onlyFailures === true,
    requestWasSuccessful: (_req, res) => res.statusCode < 400 || res.locals.slip === true,
    handler: (_req, res, next) => {
      tools.over(res).then(() => {
        next()
      }, next)
    },
  })

const spendBytes = (tools: Tools, budget: Budget): RequestHandler =>
  unlessGone(async (req, res) => {
    const network = await tools.networkOf(req)
    if (network === undefined || mayBeForged(budget, res)) return
    const count = { budget: 'upload-bytes', network, minutes: await tools.windowMinutes() }
    const announced = Math.ceil(Number(req.headers['content-length'] ?? 0) / KIB)
    const used = await tools.counters.add(count, announced)
    if (used > (await tools.times('throttle.upload-megabytes')) * KIB) {
      await tools.counters.takeBack(count, announced)
      await tools.over(res)
      return
    }
    if (announced > 0) return
    // Whoever does not say how much will come pays when it has come.
    const before = req.socket.bytesRead
    res.once('close', () => {
      const came = Math.ceil((req.socket.bytesRead - before) / KIB)
      tools.counters.add(count, came).catch(nothing)
    })
  })

const standInLine = (tools: Tools): RequestHandler =>
  unlessGone(async (req, res) => {
    const network = await tools.networkOf(req)
    if (network === undefined) return
    const room = {
      atOnce: await tools.times('throttle.at-once'),
      waiting: await tools.times('throttle.waiting'),
    }
    const leave = await tools.lines.enter(network, room)
    if (leave === undefined) res.locals.overspent = BUSY_SECONDS
    else if (res.closed) leave()
    else res.once('close', leave)
  })

/** Files that nobody will keep are read away for a while, so that the answer is seen. */
const readAway = (req: Request): void => {
  if (req.complete) return
  req.resume()
  setTimeout(() => {
    if (!req.complete) req.destroy()
  }, LINGER_MS).unref()
}

const stop =
  (slowed: RequestHandler | undefined): RequestHandler =>
  async (req, res, next) => {
    const { overspent: seconds } = res.locals
    if (seconds === undefined) {
      next()
      return
    }
    const wait = waitInWords(seconds)
    if (!req.complete) res.set('Connection', 'close')
    if (slowed === undefined) {
      readAway(req)
      throw tooMany('too-many', { seconds, wait })
    }
    res.locals.refusal = 'too-many'
    res.locals.wait = wait
    res.status(429).set('Retry-After', String(seconds))
    await slowed(req, res, next)
    readAway(req)
  }

const requestsOf = (tools: Tools, { config }: Deps): readonly RequestHandler[] => {
  const limiter = rateLimit({
    ...common,
    windowMs: MINUTE_MS,
    skip: async req => (await tools.networkOf(req)) === undefined,
    keyGenerator: async req => (await tools.networkOf(req)) ?? '',
    limit: () => tools.times('throttle.requests'),
    handler: (_req, _res, next) => {
      next(tooMany('too-many', { seconds: 60, wait: waitInWords(60) }))
    },
  })
  const look = unlessGone(async (req, res) => {
    if (config.trustedProxies.length > 0 && (await tools.networkOf(req)) === undefined)
      res.locals.untold = true
  })
  return [look, limiter]
}

export const createBrakes = (deps: Deps): Brakes => {
  const tools = createTools(deps)
  const checksOf = (budget: Budget): RequestHandler[] => [
    limiterOf(tools, budget),
    ...(budget.bytes === true ? [spendBytes(tools, budget)] : []),
    ...(budget.inLine === true ? [standInLine(tools)] : []),
  ]
  return {
    requests: requestsOf(tools, deps),
    before: budgets => (method, path, slowed) => {
      const budget = budgetOf(budgets, method, path)
      return budget === undefined ? [] : [...checksOf(budget), stop(slowed)]
    },
  }
}
