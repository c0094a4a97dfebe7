import type { ErrorRequestHandler, Response } from 'express'
import { KnownError } from '../platform/errors'
import { doorOf } from '../platform/http/doors'
import type { Log } from '../platform/log'
import type { Random } from '../platform/random'
import type { Side } from '../sessions'
import { fillWords } from '../vocabulary/refusal-words'
import { refusals } from '../vocabulary/refusals'
import type { Shells } from './shell'

const statusOf: Record<KnownError['kind'], number> = {
  malformed: 400,
  forbidden: 403,
  'not-found': 404,
  refused: 409,
  'too-large': 413,
  'too-many': 429,
  broken: 500,
  unavailable: 503,
}

/** The words for a code that has none of its own. */
const byStatus: Readonly<Record<number, string>> = {
  400: 'form.malformed',
  403: 'permission',
  404: 'page.not-found',
  409: 'conflict',
  413: 'form.too-large',
  429: 'too-many',
  500: 'unexpected',
  503: 'unavailable',
}

declare global {
  namespace Express {
    // Express asks for an interface here, to merge it with its own.
    // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
    interface Locals {
      /** Why the answer is a refusal; for the log. */
      refusal?: string
    }
  }
}

type Outcome = {
  readonly status: number
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
}

const statusCode = (error: unknown): number => {
  const status: unknown =
    typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500
}

/** Express and the body reader have errors of their own, with a status and words that we do not print. */
const outcomeOf = (error: unknown): Outcome => {
  if (error instanceof KnownError)
    return { status: statusOf[error.kind], code: error.code, values: error.values }
  const status = statusCode(error)
  const shown = status in byStatus ? status : 400
  return { status: shown, code: byStatus[shown] ?? 'unexpected', values: {} }
}

const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** E7K2-91QF: short enough to be read out over the telephone, and found in the log again. */
const newReference = (random: Random): string => {
  const text = [...random.bytes(8)].map(byte => letters[byte % letters.length] ?? '2').join('')
  return `${text.slice(0, 4)}-${text.slice(4)}`
}

type Deps = {
  readonly log: Log
  readonly random: Random
  readonly shells: Shells
  readonly side: Side
}

const retryAfter = ({ status, values }: Outcome): string | undefined => {
  if (status === 503) return '60'
  return status === 429 && typeof values['seconds'] === 'number'
    ? String(values['seconds'])
    : undefined
}

const wordsOf = ({ status, code, values }: Outcome, more: Outcome['values']) => {
  const words = refusals[code] ?? refusals[byStatus[status] ?? '']
  const all = { wait: '1 分钟', ...more, ...values }
  return { title: fillWords(words?.title ?? '', all), text: fillWords(words?.text ?? '', all) }
}

type Told = { readonly outcome: Outcome; readonly reference: string; readonly side: Side }

const draw = (res: Response, { outcome, reference, side }: Told): void => {
  const { status, code } = outcome
  const { telephone = '' } = res.locals.shell?.site ?? {}
  res.status(status)
  res.render(code === 'database.gone' ? 'errors/unavailable' : 'errors/error', {
    entrance: side,
    ...wordsOf(outcome, { reference, telephone }),
    telephone,
    css: res.locals.shell?.css,
    // The body's own telephone is no help with what concerns the body, or before it has one.
    elsewhere: code === 'intake.nobody-above' || code === 'site.not-open',
    ...(status >= 500 ? { reference } : {}),
  })
}

/** One page for whatever goes wrong: what happened, what to do, a number to name. Never what was sent. */
export const createErrorPage =
  ({ log, random, shells, side }: Deps): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    const outcome = outcomeOf(error)
    const { status, code } = outcome
    const reference = newReference(random)
    if (status >= 500) log.error({ err: error, code, reference, route: doorOf(res) }, 'unexpected')
    res.locals.refusal = code
    if (res.headersSent) {
      next(error)
      return
    }
    shells.dressInLastKnown(req, res)
    const retry = retryAfter(outcome)
    if (retry !== undefined) res.setHeader('Retry-After', retry)
    draw(res, { outcome, reference, side })
  }
