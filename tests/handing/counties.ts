import { createBatchJobs } from '../../src/batches'
import type { Organisation } from '../../src/organisations'
import { systemRandom } from '../../src/platform/random'
import type { Duty } from '../../src/vocabulary/duty'
import type { OrganisationId } from '../../src/vocabulary/ids'
import { storeCase } from '../support/cases'
import { createClient, type Answer, type Client } from '../support/client'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn } from '../support/visitors'

export const REASON = '事情发生在西区，要点和已有的材料一并移交，请接手办理。'

/** Two counties of the city under the province, and one in which nobody works. */
const twoCounties = async (site: Site) => {
  const { own: city, above: province } = await moveIn(site)
  const county = (name: string, regionCode: string): Promise<Organisation> =>
    site.house.db.inTransaction(tx =>
      site.house.organisations.create(tx, {
        id: systemRandom.uuid() as OrganisationId,
        ...{ code: `S${regionCode}`, name, shortName: name, level: 'county', regionCode },
        ...{ kind: 'medical-security', parentId: city.id, telephone: '0571-12393' },
        ...{ hours: '', address: '', postcode: '' },
      }),
    )
  const east = await county('东区医疗保障局', '330102')
  const west = await county('西区医疗保障局', '330105')
  const empty = await county('空区医疗保障局', '330106')
  return { province, city, east, west, empty }
}

type Body = keyof Awaited<ReturnType<typeof twoCounties>>

const staffOf: readonly (readonly [Body, Duty])[] = [
  ['east', 'intake'],
  ['west', 'intake'],
  ['city', 'principal'],
  ['province', 'principal'],
]

/** One person of each body, signed in; cases arrive in the east. */
export const openCounties = async () => {
  const site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const bodies = await twoCounties(site)
  const people = new Map<string, Officer>()
  const browsers = new Map<string, Client>()
  for (const [name, duty] of staffOf) {
    const officer = await hire(site, bodies[name].id, [duty], `${name}员`)
    people.set(name, officer)
    site.clock.pass(1)
    browsers.set(name, await signIn(site, officer))
  }
  const as = (name: string): Client => {
    const browser = browsers.get(name)
    if (browser === undefined) throw new Error(name)
    return browser
  }
  /** The same person, sending what was sent before: nothing happens, and so nothing is recorded. */
  const again = (name: string): Client => {
    const client = createClient({ url: site.staffUrl })
    for (const [cookie, value] of as(name).cookies) client.cookies.set(cookie, value)
    return client
  }
  /** What no form of the person's offers. */
  const post = async (
    name: string,
    path: string,
    fields: Record<string, string>,
  ): Promise<Answer> => {
    const page = await as(name).open(path)
    const token = String(page.$('[name=_csrf]').first().val())
    return as(name).send(path, { _csrf: token, ...fields })
  }
  const formFor = (name: string, path: string, to: string): Promise<Answer> =>
    as(name).open(`${path}/hand-over?to=${to}`)
  const sent = async (
    name: string,
    path: string,
    to: string,
    ground = 'other-region',
  ): Promise<Answer> =>
    as(name).submit(
      await formFor(name, path, to),
      { ground, reason: REASON },
      { form: '[data-test=send]' },
    )
  /** One of the forms of a handing that ask for words. */
  const act = async (
    name: string,
    path: string,
    action: string,
    typed: Record<string, string>,
  ): Promise<Answer> =>
    as(name).submit(await as(name).open(`${path}?do=${action}`), typed, {
      form: '[data-test=form]',
    })
  const press = (name: string, page: Answer, action: string): Promise<Answer> =>
    as(name).submit(page, {}, { form: `form:has([value=${action}])` })
  const receive = async (name: string, { path }: Answer): Promise<Answer> =>
    press(name, await as(name).open(path), 'receive')
  return {
    ...{ site, bodies, people, as, again, post, formFor, sent, act, press, receive },
    arrive: (more: Parameters<typeof storeCase>[2] = {}) =>
      storeCase(site, bodies.east.id, { regionCode: '330105', ...more }),
    statusOf: async (name: string, path: string): Promise<number> =>
      (await as(name).open(path)).status,
    stateOf: (caseId: string): PromiseLike<unknown> =>
      site.tables('cases').where({ id: caseId }).first('state', 'organisation_id', 'serial'),
    sealsAt: async (caseId: string, body: Body): Promise<number> => {
      const desks = site.tables('desks').where({ organisation_id: bodies[body].id }).select('id')
      const rows: unknown[] = await site
        .tables('case_seals')
        .where({ case_id: caseId })
        .whereIn('recipient_id', desks)
      return rows.length
    },
  }
}

export type Counties = Awaited<ReturnType<typeof openCounties>>

/** A petition, out of a list of clues that the east brings in. */
export const importPetition = async ({ site, as }: Counties) => {
  await site.house.db.inTransaction(site.house.tickets.announce)
  const content = Buffer.from('机构名称,疑点说明\n西区诊所,刷卡换购食品\n')
  const files = { name: '信访.csv', content, type: 'text/csv' }
  const list = await as('east').submit(await as('east').open('/staff/import'), {
    source: 'petition',
    files,
  })
  await as('east').submit(await as('east').submit(list), {}, { form: 'form[action$="/run"]' })
  const [batch] = await site.tables('batches').select<{ id: string }[]>('id')
  await createBatchJobs(site.house).tasks['batch.run']?.({ id: batch?.id, turn: 'a' })
  const [found] = await site
    .tables('cases')
    .where({ source: 'petition' })
    .select<{ id: string }[]>('id')
  return found
}
