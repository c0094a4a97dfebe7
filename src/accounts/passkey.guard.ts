import type { RequestHandler } from 'express'
import { z } from 'zod'

const Brought = z.object({ passkey: z.string().min(1).max(20_000) })

/** Forms ask for six digits. Where a passkey answered in their place, nobody looks at these. */
const STAND_IN = '000000'

/** What a form brought in place of a code, and the form as if a code had been typed. */
export const readPasskey = (
  body: unknown,
): { readonly passkey: string | undefined; readonly body: unknown } => {
  const brought = Brought.safeParse(body)
  return brought.success
    ? { passkey: brought.data.passkey, body: { ...(body as object), otp: STAND_IN } }
    : { passkey: undefined, body }
}

/**
 * Lets every form with the field `otp` be answered by a passkey: the answer goes along with the opened keys to
 * `secondFactor.check`, which asks it in the transaction of the deed. Mounted before all staff doors.
 */
export const takePasskey: RequestHandler = (req, res, next) => {
  const { passkey, body } = readPasskey(req.body)
  const { keys, staffSession } = res.locals
  if (passkey !== undefined && keys !== undefined && staffSession !== undefined) {
    res.locals.keys = { ...keys, shown: { session: staffSession.ref.idHash, answer: passkey } }
    req.body = body
  }
  next()
}
