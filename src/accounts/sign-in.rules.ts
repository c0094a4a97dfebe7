import { isRecoveryCode } from './recovery-code.rules'

type Record = {
  readonly oneTimeUntil: Date | undefined
  readonly factorResetUntil: Date | undefined
}

/** A password that was given out, or a second factor that was reset: something is to be chosen anew first. */
export const choosesAnew = (record: Record | undefined): boolean =>
  (record?.oneTimeUntil ?? record?.factorResetUntil) !== undefined

/** Both wait for a while only. */
export const lateness = (record: Record, now: Date): 'too-late' | 'reset-late' | undefined => {
  const { oneTimeUntil, factorResetUntil } = record
  if (oneTimeUntil !== undefined) return oneTimeUntil <= now ? 'too-late' : undefined
  return factorResetUntil !== undefined && factorResetUntil <= now ? 'reset-late' : undefined
}

/** By which second proof; for the person's list of sign-ins. */
export const howOf = (
  code: string,
  passkey: string | undefined,
): 'app' | 'recovery-code' | 'passkey' => {
  if (passkey !== undefined) return 'passkey'
  return isRecoveryCode(code) ? 'recovery-code' : 'app'
}
