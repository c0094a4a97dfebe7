import type { Installation } from '../platform/crypto'
import { nameOf, type SessionRef } from './session'

/**
 * When a session was last used, to the second, lies in a signed cookie of its own and not in the
 * database: a reporter's row must not tell the time.
 */
export const stampIdle = (installation: Installation, now: Date, ref: SessionRef): string =>
  installation.signCookie(`idle:${nameOf(ref)}:${Math.floor(now.getTime() / 1000)}`)

/** Minutes since the stamp, negative when the clock was set back since; undefined when it is missing, forged or of another session. */
export const idleMinutes = (
  installation: Installation,
  cookieValue: string | undefined,
  now: Date,
  ref: SessionRef,
): number | undefined => {
  const [kind, name, seconds] = (installation.readSignedCookie(cookieValue) ?? '').split(':')
  if (kind !== 'idle' || name !== nameOf(ref)) return undefined
  return (now.getTime() / 1000 - Number(seconds)) / 60
}
