import type { RequestHandler, Response } from 'express'
import helmet from 'helmet'

// Everything a page may load or do, and nothing more: our own files from our own host.
const directives = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  mediaSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
}

const unused = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
  'browsing-topics',
]

type Wish = {
  readonly encrypted: boolean
  /** Whether pages ask for a key on the visitor's device; never those for reporters. */
  readonly passkeys: boolean
}

/** The same strict headers on every answer, error pages included. */
export const secureHeaders = ({ encrypted, passkeys }: Wish): RequestHandler[] => [
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    strictTransportSecurity: encrypted ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  }),
  (_req, res, next) => {
    const allowed = passkeys ? '(self)' : '()'
    const keys = ['get', 'create'].map(deed => `publickey-credentials-${deed}=${allowed}`)
    res.setHeader('Permissions-Policy', [...unused.map(name => `${name}=()`), ...keys].join(', '))
    res.setHeader('Cache-Control', 'no-store')
    next()
  },
]

/** For what came from outside: a file that is opened by itself may run, load and submit nothing. */
export const sandboxed = (res: Response): void => {
  res.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  )
}
