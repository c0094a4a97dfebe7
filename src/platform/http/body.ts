import { urlencoded, type RequestHandler } from 'express'
import { malformed } from '../errors'

// Five thousand characters of Chinese are 45,000 bytes once they travel in a form.
const LIMIT = '256kb'
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

/** Reads forms. Files are left to upload doors; any other kind of body leaves the form empty. */
export const readForms: RequestHandler = urlencoded({
  extended: false,
  limit: LIMIT,
  parameterLimit: 500,
  verify: (_req, _res, body) => {
    refuseUnreadable(body)
  },
})

export const refuseUnreadableAddress: RequestHandler = (req, _res, next) => {
  if (!isReadable(req.originalUrl)) throw malformed('address')
  next()
}
