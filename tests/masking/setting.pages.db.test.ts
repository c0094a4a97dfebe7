import { reporterWrites } from '../support/cases'
import { createClient, type Answer } from '../support/client'
import {
  openMaskedScene,
  type MaskedScene,
  canaries,
  leaks,
  tellingText,
} from '../support/masked-case'
import type { Officer } from '../support/people'
import { sendReport } from '../support/reporting'
import type { Site } from '../support/site'
import { reporterBrowser, type SignedIn } from '../support/visitors'

let scene: MaskedScene
let site: Site
let intake: SignedIn
let handler: SignedIn
let clerk: Officer
let give: MaskedScene['give']
let unmask: MaskedScene['unmask']
let deedsOf: MaskedScene['deedsOf']

beforeAll(async () => {
  scene = await openMaskedScene()
  ;({ site, intake, handler, clerk, give, unmask, deedsOf } = scene)
})
afterAll(() => site.stop())
// Codes work once: every test has a later minute.
beforeEach(() => {
  site.clock.pass(1)
})

describe('setting what is masked', () => {
  it('shows no word without the original open, and only adds then', async () => {
    const { path } = await give()
    const page = await intake.open(`${path}/masking`)
    expect(leaks(page)).toEqual([])
    expect(page.$('[name=ticked]')).toHaveLength(0)

    const after = await intake.submit(page, { words: '柜台\n空刷' }, { button: '保存遮挡' })
    expect(after.text).toContain('遮挡已经保存')
    expect(leaks(after)).toEqual([])
    expect(after.$('.st-quote').text()).not.toMatch(/柜台|空刷/)
  })

  it('with it open, releases what is unticked for everybody, and keeps the rest', async () => {
    const { caseId, path } = await give()
    const opened = await unmask(intake, clerk, path)
    const page = await intake.click(opened, '设置遮挡')
    const labels = page.$('.st-opts label')
    expect(labels.text()).toContain(canaries.name)
    expect(page.$('.st-unmasked__mark span').attr('data-mark')).toContain('王芳')
    expect(page.headers['refresh']).toBe('601')
    const id = labels
      .filter((_, label) => page.$(label).text().includes('第七号柜'))
      .find('input')
      .val()
    const rest = page
      .$('[name=ticked]')
      .map((_, box) => String(page.$(box).val()))
      .get()
      .filter(one => one !== id)
    const preview = await intake.submit(page, { ticked: rest }, { button: '先看看效果' })
    expect(preview.$('#preview').text()).toContain('还没有保存')
    expect(preview.$('.st-quote').text()).toContain(canaries.onlyMe)
    expect((await handler.open(path)).text).not.toContain(canaries.onlyMe)

    await intake.submit(page, { ticked: rest }, { button: '保存遮挡' })
    expect(leaks(await handler.open(path))).toEqual([canaries.onlyMe])
    expect(await deedsOf(caseId, 'masking.set')).toHaveLength(1)

    const again = await intake.open(`${path}/masking`)
    expect(again.text).toContain('王芳在 11-23')
    const back = page
      .$('[name=ticked]')
      .map((_, box) => String(page.$(box).val()))
      .get()
    await intake.submit(again, { ticked: back }, { button: '保存遮挡' })
    expect(leaks(await handler.open(path))).toEqual([])
  })

  it('what comes in afterwards is masked until somebody looked', async () => {
    const { caseId, path } = await give()
    await intake.submit(
      await intake.open(`${path}/masking`),
      { words: '账本' },
      { button: '保存遮挡' },
    )
    await reporterWrites(site, clerk, caseId, '换号了：13611112222，本人司马青')
    const page = await handler.open(`${path}?tab=messages`)
    expect(page.text).not.toMatch(/13611112222|司马青/)
  })

  it('a preview without the original open brings nothing to light', async () => {
    const { path } = await give()
    const opened = await unmask(intake, clerk, path)
    const page = await intake.click(opened, '设置遮挡')
    await intake.submit(opened, {}, { button: '现在就收起' })
    const preview = await intake.submit(page, { ticked: [] }, { button: '先看看效果' })
    expect(leaks(preview)).toEqual([])
  })

  it('a colleague who was faster is not overwritten; sent twice is one version', async () => {
    const { caseId, path } = await give()
    const early = await intake.open(`${path}/masking`)
    const late = await intake.open(`${path}/masking`)
    await intake.submit(early, { words: '甲甲' }, { button: '保存遮挡' })
    const conflict = await intake.submit(late, { words: '乙乙' }, { button: '保存遮挡' })
    expect(conflict.status).toBe(409)
    expect(conflict.$('#words').val()).toBe('乙乙')
    const client = createClient({ url: site.staffUrl })
    for (const [name, value] of intake.cookies) client.cookies.set(name, value)
    await client.submit(conflict, {}, { button: '保存遮挡' })
    await client.submit(conflict, {}, { button: '保存遮挡' })
    expect(await site.tables('maskings').where({ case_id: caseId })).toHaveLength(2)
  })

  it.each([
    ['我', '第 1 个词至少要有 2 个字'],
    [`好的\n${'长'.repeat(61)}`, '第 2 个词超过 60 字'],
    [Array.from({ length: 201 }, (_, at) => `词语${String(at)}`).join('\n'), '最多写 200 个词'],
  ])('refuses what would mask too much or nothing', async (typed, sentence) => {
    const { path } = await give()
    const page = await intake.submit(
      await intake.open(`${path}/masking`),
      { words: typed },
      { button: '保存遮挡' },
    )
    expect(page.status).toBe(422)
    expect(page.$('[role=alert]').text()).toContain(sentence)
    expect(leaks(page)).toEqual([])
  })

  it('a typed target in the list is masked with the rest', async () => {
    const { caseId, path } = await give()
    const rowOf = (list: Answer) => list.$(`[data-test=row]:has(a[href*="${caseId}"])`).text()
    await intake.submit(await intake.open(`${path}/masking`), {}, { button: '保存遮挡' })
    const row = rowOf(await intake.open('/staff/queue?size=100'))
    expect(row).toContain('李主任，【已遮挡】的领导')
    expect(row).not.toContain(canaries.name)
  })

  it('a typed target of a new report is masked in the list from the first moment', async () => {
    const subject = { choice: 'typed', name: `${canaries.name}管的药房`, about_body: 'no' }
    await sendReport(reporterBrowser(site), { subject, what: { text: tellingText } })
    const list = await intake.open('/staff/queue?sort=-number')
    expect(list.$('[data-test=row]').first().text()).toContain('【已遮挡】管的药房')
  })
})
