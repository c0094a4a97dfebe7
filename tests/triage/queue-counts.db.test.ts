import { hire, moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

let site: Site
let intake: SignedIn

/** So many open cases of one day, and nothing in them: they are counted, not read. */
const OPEN = 10_050

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const own = (await moveIn(site)).own.id
  intake = await signIn(site, await hire(site, own, ['intake'], '王芳'))
  await site.tables.raw(
    `INSERT INTO cases (id, organisation_id, year, serial, state, source, region_code, target_kind,
       behaviour, behaviours, received_on, next_due_on, sealed_title)
     SELECT gen_random_uuid(), ?, 2026, n, CASE WHEN n <= 20 THEN 'accepted' ELSE 'received' END, 'web',
       '330102', 'hospital', 'A1', ARRAY['A1'], '2026-11-23', '2026-11-20', '\\x00'
     FROM generate_series(1, ?) AS n`,
    [own, OPEN],
  )
})
afterAll(() => site.stop())

const listed = async (query = ''): Promise<string> =>
  (await intake.open(`/staff/queue?size=12${query}`)).$('title').text()

const close = (from: number, to: number) =>
  site
    .tables('cases')
    .whereBetween('serial', [from, to])
    .update({ state: 'refused', is_open: false })

describe('a list of more than 10,000', () => {
  it('says so, keeps saying so for a minute, and then counts anew', async () => {
    expect(await listed()).toContain('10,000+ 件')
    await close(101, 200)
    expect(await listed()).toContain('10,000+ 件')
    site.clock.pass(2)
    expect(await listed()).toContain('9,950 件')
  })

  it('counts shorter lists beside it anew every time', async () => {
    expect(await listed('&state=accepted')).toContain('20 件')
    await close(1, 5)
    expect(await listed('&state=accepted')).toContain('15 件')
    expect(await listed('&state=refused')).toContain('105 件')
  })
})
