import { openAudited, type Audited } from './workplace'

let at: Audited
beforeEach(async () => {
  at = await openAudited()
})
afterEach(() => at.site.stop())

const checks = () => at.site.tables<{ id: string }>('audit_checks').pluck('id')
const work = async () => {
  for (const id of await checks()) await at.site.house.checks.work(id)
}

it('asks for a check, shows how far it has come, and says that all holds', async () => {
  const page = await at.browser.open('/staff/audit/state')
  expect(page.text).toContain('还没有核对过')
  const running = await at.browser.submit(page, {}, { form: '#check-whole' })
  expect(running.path).toBe('/staff/audit/state')
  expect(running.$('[data-test=running]').text()).toContain('正在从头核对')
  expect(running.$('progress')).toHaveLength(1)
  await work()
  const done = await at.browser.open('/staff/audit/state')
  expect(done.text).toContain('全部对得上')
  expect(done.$('[data-test=chain]').text()).toContain('没有发现问题')
  expect(await at.site.tables('audit_entries').where({ deed: 'record.check-asked' })).toMatchObject(
    [{ actor_id: at.auditor.actor.id, ground: 'whole' }],
  )
})

it('asked twice there is one check', async () => {
  const page = await at.browser.open('/staff/audit/state')
  await Promise.all([1, 2].map(() => at.browser.submit(page, {}, { form: '#check-new' })))
  expect(await checks()).toHaveLength(1)
})

it('shows a broken chain on every page, with its first bad entry', async () => {
  const chain = `${at.own.id}:staff`
  await at.site.tables('audit_entries').where({ chain, seq: 3 }).update({ ground: 'x' })
  const page = await at.browser.open('/staff/audit/state')
  await at.browser.submit(page, {}, { form: '#check-new' })
  await work()
  const words = '示范市医疗保障局（工作端）第 3 条被改过'
  for (const path of ['/staff/audit', '/staff/audit/state']) {
    const { $ } = await at.browser.open(path)
    expect($('.st-said--bad[role=alert]').text()).toContain(words)
  }
  expect((await at.browser.open('/staff')).$('.st-said').text()).toContain(words)
})
