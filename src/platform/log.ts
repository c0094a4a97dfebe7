import pino, { type DestinationStream, type Logger } from 'pino'
import { dayOf, systemClock } from './clock'

export type Log = Logger

/**
 * What of an error may be written down: its kind and where it happened. Never its message: a database
 * puts the offending value there ("Key (phone)=(138…)"), a parser the text it could not read.
 */
const place = (stack: unknown): string[] =>
  (typeof stack === 'string' ? stack : '')
    .split('\n')
    .filter(line => line.startsWith('    at '))
    .slice(0, 6)
    .map(line => line.trim())

const isWord = (value: unknown): boolean =>
  typeof value === 'string' && /^[\w.-]{1,64}$/.test(value)

const kept = ['name', 'code', 'kind', 'constraint'] as const

/** Errors may come from another realm, and anything may be thrown: nothing is taken on trust. */
const describeError = (error: unknown): object => {
  if (typeof error !== 'object' || error === null) return { name: 'NotAnError', kind: typeof error }
  const held = error as Readonly<Record<string, unknown>>
  const words = kept.map(name => [name, held[name]]).filter(([, value]) => isWord(value))
  const cause = held['cause'] === undefined ? {} : { cause: describeError(held['cause']) }
  return { ...Object.fromEntries(words), ...cause, at: place(held['stack']) } as object
}

type LogOptions = {
  /** 'day' on the reporters' side: when somebody reported is nobody's business, to the minute. */
  readonly times: 'exact' | 'day'
  readonly side?: 'reporter' | 'staff'
  readonly destination?: DestinationStream
}

/**
 * Reporters' lines go to standard error, all others to standard output: between two of the officers' lines,
 * which tell the minute, a line that tells only the day would tell it as well.
 */
const streamOf = (side: LogOptions['side']): number => (side === 'reporter' ? 2 : 1)

export const createLog = ({ times, side, destination }: LogOptions): Log =>
  pino(
    {
      base: side === undefined ? {} : { side },
      timestamp: () =>
        times === 'day'
          ? `,"on":"${dayOf(systemClock())}"`
          : `,"at":"${systemClock().toISOString()}"`,
      serializers: { err: describeError, error: describeError },
    },
    destination ?? pino.destination({ dest: streamOf(side), sync: true }),
  )

/** For tests and tools that want quiet. */
export const silentLog = (): Log => pino({ level: 'silent' })
