import pino, { type DestinationStream, type Logger } from 'pino'
import { dayOf, systemClock } from './clock'
import { KnownError } from './errors'

export type Log = Logger

/**
 * What of an error may be written down: its kind and where it happened. Never its message: a database
 * puts the offending value there ("Key (phone)=(138…)"), a parser the text it could not read.
 */
const place = (error: Error): string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter(line => line.startsWith('    at '))
    .slice(0, 6)
    .map(line => line.trim())

const isWord = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w.-]{1,64}$/.test(value)

export const describeError = (error: unknown): object => {
  if (!(error instanceof Error)) return { name: 'NotAnError', kind: typeof error }
  const code: unknown = 'code' in error ? error.code : undefined
  const constraint: unknown = 'constraint' in error ? error.constraint : undefined
  return {
    name: isWord(error.name) ? error.name : 'Error',
    ...(isWord(code) ? { code } : {}),
    ...(isWord(constraint) ? { constraint } : {}),
    ...(error instanceof KnownError ? { kind: error.kind } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
    at: place(error),
  }
}

type LogOptions = {
  /** 'day' on the reporters' side: when somebody reported is nobody's business, to the minute. */
  readonly times: 'exact' | 'day'
  readonly side?: 'reporter' | 'staff'
  readonly destination?: DestinationStream
}

export const createLog = ({ times, side, destination }: LogOptions): Log =>
  pino(
    {
      base: side === undefined ? {} : { side },
      timestamp: () =>
        times === 'day' ? `,"on":"${dayOf(systemClock())}"` : `,"at":"${systemClock().toISOString()}"`,
      serializers: { err: describeError, error: describeError },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  )

/** For tests and tools that want quiet. */
export const silentLog = (): Log => pino({ level: 'silent' })
