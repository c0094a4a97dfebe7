import { createClient, type Answer, type Client } from './client'
import { codeOf, type Officer } from './people'
import type { Site } from './site'

/**
 * What a person may send without leaving a record of it (architecture, law 16): drafts before they are sent,
 * how the page looks, coming in and going out halfway, whom to pay before it is sent. Everything else that is accepted leaves a row.
 */
const unrecorded: readonly RegExp[] = [
  /^\/prefs\//,
  /^\/exit/,
  /^\/report(?!\/check)/,
  /^\/follow(\/logout|\/stay|\/claim(\/account)?)?$/,
  /^\/staff\/(login|stay)$/,
]

/** How many rows each accepted POST of this test file has left, by its address without ids. */
export const rowsLeft = new Map<string, Set<number>>()

const bareAddress = (path: string): string =>
  path.replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, ':id')

/** A POST that was accepted and recorded nothing fails the test. */
const watchRecord = ({ tables }: Site) => {
  const count = async () => {
    const [row] = await tables('audit_entries').count<{ count: number }[]>('* as count')
    return row?.count ?? 0
  }
  let before = 0
  return {
    beforePost: async () => {
      before = await count()
    },
    afterPost: async (path: string, status: number) => {
      const bare = path.split('?')[0] ?? ''
      if (status >= 400 || status === 200 || unrecorded.some(rule => rule.test(bare))) return
      const left = (await count()) - before
      if (left === 0) throw new Error(`POST ${bare} was accepted and left no record (law 16)`)
      const address = bareAddress(bare)
      rowsLeft.set(address, (rowsLeft.get(address) ?? new Set()).add(left))
    },
  }
}

/** A reporter's browser without scripts. */
export const reporterBrowser = (
  site: Site,
  headers: Readonly<Record<string, string>> = {},
): Client => createClient({ url: site.publicUrl, headers, ...watchRecord(site) })

export const staffBrowser = (site: Site): Client =>
  createClient({ url: site.staffUrl, ...watchRecord(site) })

export type SignedIn = Client & { readonly home: Answer }

/** Both proofs, by the pages. A code works once: a second sign-in needs a later moment. */
export const signIn = async (site: Site, officer: Officer): Promise<SignedIn> => {
  const browser = staffBrowser(site)
  const login = await browser.open('/staff/login')
  const { username: user, password } = officer
  const second = await browser.submit(login, { user, password })
  const home = await browser.submit(second, { otp: codeOf(site, officer) })
  if (home.path !== '/staff') throw new Error(`${user} could not sign in: ${home.path}`)
  return { ...browser, home }
}
