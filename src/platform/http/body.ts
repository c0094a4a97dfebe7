import { urlencoded, type RequestHandler } from 'express'
import { malformed } from '../errors'
import { spellIds } from './id-spelling'

// A character of Chinese is nine bytes once it travels in a form: some 230,000 of them. Far more than any
// field takes, so that the step itself answers how many are too many, with what was typed.
const LIMIT = '2mb'
const strict = new TextDecoder('utf-8', { fatal: true })

const isReadable = (encoded: string): boolean => {
  try {
    // A zero character is text to a browser and an error to the database.
    return !decodeURIComponent(encoded.replaceAll('+', ' ')).includes('\0')
  } catch {
    return false
  }
}

const refuseUnreadable = (body: Buffer): void => {
  let text: string
  try {
    text = strict.decode(body)
  } catch {
    throw malformed('form')
  }
  if (!isReadable(text)) throw malformed('form')
}

/** How long a form without files may take to come, all of it: 2 MB at some 300 kbit/s, a whole report at a tenth of that. */
const WITHIN_MS = 60_000

/** A body that trickles is cut; only upload doors, whose body is files, may take their time. */
export const hurryForms =
  (milliseconds = WITHIN_MS): RequestHandler =>
  (req, _res, next) => {
    if (req.is('multipart/form-data') === false) {
      const cut = setTimeout(() => req.destroy(), milliseconds).unref()
      for (const event of ['end', 'close'] as const) {
        req.once(event, () => {
          clearTimeout(cut)
        })
      }
    }
    next()
  }

/** Reads forms. Files are left to upload doors; any other kind of body leaves the form empty. */
export const readForms: RequestHandler = urlencoded({
  extended: false,
  limit: LIMIT,
  parameterLimit: 500,
  verify: (_req, _res, body) => {
    refuseUnreadable(body)
  },
})

/** Of what was read; uploads bring their fields later, and spell them then. */
export const spellForms: RequestHandler = (req, _res, next) => {
  req.body = spellIds<unknown>(req.body)
  next()
}

export const refuseUnreadableAddress: RequestHandler = (req, _res, next) => {
  if (!isReadable(req.originalUrl)) throw malformed('address')
  next()
}
