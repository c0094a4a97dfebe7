import type { Duty } from '../../src/vocabulary/duty'
import type { CaseId } from '../../src/vocabulary/ids'
import { giveCase, storeCase } from '../support/cases'
import { createClient, type Answer, type Client } from '../support/client'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite } from '../support/site'
import { signIn } from '../support/visitors'

export const SUBJECT = '鹤山案办理迟缓'
const ASKED = '鹤山这一件已经拖了很久，请查清仁和医院空床住院的次数和金额，并说明为什么没有办结。'

const staffOf: readonly (readonly [string, 'city' | 'province', readonly Duty[]])[] = [
  ['supervisor', 'province', ['supervision']],
  ['other', 'province', ['supervision']],
  ['head', 'province', ['principal']],
  ['lead', 'city', ['principal']],
  ['first', 'city', ['handler']],
  ['second', 'city', ['handler']],
  ['intake', 'city', ['intake']],
]

/** A city that works on cases, and the province above it. */
export const openTwoLevels = async () => {
  const site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const { own: city, above: province } = await moveIn(site)
  const people = new Map<string, Officer>()
  const browsers = new Map<string, Client>()
  for (const [name, body, duties] of staffOf) {
    const officer = await hire(site, { city, province }[body].id, duties, `${name}员`)
    people.set(name, officer)
    site.clock.pass(1)
    browsers.set(name, await signIn(site, officer))
  }
  const as = (name: string): Client => {
    const browser = browsers.get(name)
    if (browser === undefined) throw new Error(name)
    return browser
  }
  const { desks, db } = site.house
  const [first, second] = ['supervisor', 'other'].map(name => people.get(name))
  if (first === undefined || second === undefined) throw new Error('two supervisors')
  await db.inTransaction(tx => desks.confirm(tx, first.actor, first.keys, second.actor.id))
  const who = (name: string): Officer => {
    const officer = people.get(name)
    if (officer === undefined) throw new Error(name)
    return officer
  }
  /** The same person, sending what was sent before: nothing happens, and so nothing is recorded. */
  const again = (name: string): Client => {
    const client = createClient({ url: site.staffUrl })
    for (const [cookie, value] of as(name).cookies) client.cookies.set(cookie, value)
    return client
  }
  const fresh = (name: string): string => {
    site.clock.pass(1)
    return codeOf(site, who(name))
  }
  /** What no form of the person's offers. */
  const post = async (
    name: string,
    path: string,
    fields: Record<string, string>,
    from = path,
  ): Promise<Answer> => {
    const page = await as(name).open(from)
    const token = String(page.$('[name=_csrf]').first().val())
    return again(name).send(path, { _csrf: token, ...fields })
  }
  const act = async (
    name: string,
    path: string,
    action: string,
    typed: Record<string, string>,
  ): Promise<Answer> =>
    as(name).submit(await as(name).open(`${path}?do=${action}`), typed, {
      form: '[data-test=form]',
    })
  const issue = async (typed: Record<string, string>, name = 'supervisor'): Promise<Answer> =>
    as(name).submit(
      await as(name).open('/staff/oversight/new'),
      { to: city.id, subject: SUBJECT, text: ASKED, otp: fresh(name), ...typed },
      { form: '[data-test=new]' },
    )
  const receive = async (path: string): Promise<Answer> =>
    as('lead').submit(await as('lead').open(path), {}, { form: 'form:has([value=receive])' })
  return {
    ...{ site, city, province, as, who, again, fresh, post, act, issue, receive },
    /** After the clock has moved past the end of the session. */
    signInAgain: async (name: string): Promise<void> => {
      site.clock.pass(1)
      browsers.set(name, await signIn(site, who(name)))
    },
    /** A case of the city, with two who handle it. */
    arrive: async () => {
      const stored = await storeCase(site, city.id)
      await giveCase(site, who('lead'), stored.caseId, [who('first'), who('second')])
      return stored
    },
    statusOf: async (name: string, path: string): Promise<number> =>
      (await as(name).open(path)).status,
    pathOf: ({ path }: Answer): string => path.split('?')[0] ?? '',
  }
}

/** One of the city's that has ended. */
export const closedCase = async (
  { site, city }: Pick<TwoLevels, 'site' | 'city'>,
  outcome = 'refused',
): Promise<CaseId> => {
  const { caseId } = await storeCase(site, city.id)
  const end = { state: outcome, outcome, is_open: false, closed_on: '2026-11-20' }
  await site.tables('cases').where({ id: caseId }).update(end)
  return caseId
}

export type TwoLevels = Awaited<ReturnType<typeof openTwoLevels>>
