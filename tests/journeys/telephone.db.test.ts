import { codeOn, finish, register } from '../support/counter'
import { comeBack } from '../support/following'
import { openStory, type Story } from '../support/story'
import { reporterBrowser, signIn } from '../support/visitors'

let story: Story
beforeAll(async () => {
  story = await openStory()
}, 60_000)
afterAll(() => story.site.stop())

/** Somebody telephones, hears the code, comes back on the web, and from then on nobody else knows it. */
it('leads from a telephone call to a talk that the officer’s code no longer opens', async () => {
  const { site, staff } = story
  const officer = await signIn(site, staff.intake)
  const call = await register(officer, 'hotline', { identity: 'anon' })
  const heard = codeOn(call)
  await finish(officer, call)

  const reporter = reporterBrowser(site)
  const first = await comeBack(reporter, heard)
  expect(first.$('.jb-log').text()).toContain('按您说的登记了举报')
  const offered = await reporter.submit(first, {}, { form: 'form[action="/follow/code"]' })
  const fresh = offered.$('#code').text().replaceAll(' ', '')
  const changed = await reporter.submit(offered, { tail: fresh.slice(-4) })
  expect(changed.path).toBe('/follow/case')

  const body = '护士长今天又让我们补记录'
  await reporter.submit(changed, { body }, { form: 'form[action="/follow/messages"]' })
  const queue = await officer.open('/staff/queue?view=new-messages')
  const opened = await officer.click(queue, '示范仁和医院')
  const talk = await officer.click(opened, '留言')
  expect(talk.text).toContain(body)

  const withOld = await comeBack(reporterBrowser(site), heard)
  expect(withOld.text).toContain('没有找到这个查询码对应的举报')
  const withNew = await comeBack(reporterBrowser(site), fresh)
  expect(withNew.text).toContain(body)

  const history = await officer.open(`${opened.path.split('?')[0] ?? ''}?tab=history`)
  for (const words of ['登记来电来访来信', '换了查询码，旧的作废'])
    expect(history.$('.st-log').text()).toContain(words)
  expect(history.text).toContain('林雨晴')
})
