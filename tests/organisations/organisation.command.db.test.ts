import { organisationAddCommand } from '../../src/organisations'
import { hire, moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'

let site: Site
beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.stop())

const contact = [
  '--telephone',
  '010-1',
  '--hours',
  '全天',
  '--address',
  '路 1 号',
  '--postcode',
  '1',
]
const nation = ['--name', '国家局', '--code', 'S0', '--region', '000000', '--level', 'nation']

it('puts a body above another; what concerns the lower one is taken once it holds a key', async () => {
  const { above } = await moveIn(site)
  const { db, organisations, filing } = site.house
  const lines: string[] = []
  const run = (...args: string[]) =>
    organisationAddCommand.run(site.house, args, line => void lines.push(line))
  expect(await run(...nation, ...contact, '--above', 'S33')).toBe(0)
  const superior = await db.inTransaction(tx => organisations.above(tx, above.id))
  expect(superior).toMatchObject({ code: 'S0', telephone: '010-1' })
  const rows = await site
    .tables('audit_entries')
    .whereLike('deed', 'organisation.%')
    .orderBy('deed')
    .select('chain', 'deed', 'subject', 'actor_id')
  expect(rows).toEqual([
    {
      ...{ chain: `${superior?.id}:staff`, deed: 'organisation.added' },
      ...{ subject: superior?.id, actor_id: null },
    },
    {
      ...{ chain: `${above.id}:staff`, deed: 'organisation.moved' },
      ...{ subject: superior?.id, actor_id: null },
    },
  ])
  const takes = () => db.inTransaction(tx => filing.submission.canTakeAboutBody(tx))
  expect(await takes()).toBe(false)
  if (superior !== undefined) await hire(site, superior.id, ['intake'])
  expect(await takes()).toBe(true)
})

it('tells how it is used, which bodies there are, and takes no circle', async () => {
  await moveIn(site)
  const lines: string[] = []
  const run = (...args: string[]) =>
    organisationAddCommand.run(site.house, args, line => void lines.push(line))
  expect(await run('--name', '国家局')).toBe(2)
  expect(lines.join()).toContain('用法')
  expect(await run(...nation, ...contact, '--above', 'nobody')).toBe(2)
  expect(lines.join()).toContain('S33（示范省医疗保障局）')
  await expect(run(...nation, ...contact, '--below', 'S33')).rejects.toMatchObject({
    code: 'organisation.parent',
  })
  // What was not done has left nothing.
  expect(await site.tables('audit_entries').whereLike('deed', 'organisation.%')).toEqual([])
})
