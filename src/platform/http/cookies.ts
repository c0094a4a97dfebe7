import type { Request, Response } from 'express'

/**
 * Cookies of one browser session, out of reach of scripts and of other sites. Outside the
 * demonstration they are Secure and carry the __Host- prefix, so that no sibling host can plant one;
 * the demonstration is plain http on loopback, where browsers and test clients would drop those.
 */
export type Cookies = {
  readonly read: (req: Request, name: string) => string | undefined
  readonly set: (res: Response, name: string, value: string) => void
  readonly clear: (res: Response, name: string) => void
}

export const createCookies = ({ secure }: { readonly secure: boolean }): Cookies => {
  const full = (name: string) => (secure ? `__Host-${name}` : name)
  const options = { httpOnly: true, sameSite: 'strict', path: '/', secure } as const
  return {
    read: (req, name) => {
      const jar = req.cookies as Readonly<Record<string, unknown>> | undefined
      const value = jar?.[full(name)]
      return typeof value === 'string' ? value : undefined
    },
    set: (res, name, value) => void res.cookie(full(name), value, options),
    clear: (res, name) => void res.clearCookie(full(name), options),
  }
}
