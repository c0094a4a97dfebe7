import type { CookieOptions, Request, Response } from 'express'

/**
 * Cookies by their plain names ('ms_reporter'). Outside the demonstration the browser is told to keep
 * them on encrypted connections and to this host alone; the name then begins with `__Host-`.
 */
export type Cookies = {
  readonly read: (req: Request, name: string) => string | undefined
  readonly set: (res: Response, name: string, value: string, keptForDays?: number) => void
  readonly clear: (res: Response, name: string) => void
  /** Takes back what this answer was going to set. */
  readonly unset: (res: Response, name: string) => void
  /** The name as it travels. */
  readonly nameOf: (name: string) => string
  readonly options: CookieOptions & { readonly sameSite: 'strict' }
}

export const createCookies = ({ demonstration }: { readonly demonstration: boolean }): Cookies => {
  const nameOf = (name: string) => (demonstration ? name : `__Host-${name}`)
  const options = {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: !demonstration,
  } as const

  return {
    read: (req, name) => {
      // Nothing has been read yet when an address is refused at the door.
      const held = req.cookies as Readonly<Record<string, unknown>> | undefined
      const value = held?.[nameOf(name)]
      return typeof value === 'string' ? value : undefined
    },
    set: (res, name, value, keptForDays) => {
      const kept = keptForDays === undefined ? {} : { maxAge: keptForDays * 86_400_000 }
      res.cookie(nameOf(name), value, { ...options, ...kept })
    },
    clear: (res, name) => {
      res.clearCookie(nameOf(name), options)
    },
    unset: (res, name) => {
      const set = [res.getHeader('Set-Cookie') ?? []].flat().map(String)
      const rest = set.filter(line => !line.startsWith(`${nameOf(name)}=`))
      if (rest.length < set.length) res.setHeader('Set-Cookie', rest)
    },
    nameOf,
    options,
  }
}
