import {
  openMaskedScene,
  type MaskedScene,
  canaries,
  leaks,
  tellingText,
  unmaskReason,
} from '../support/masked-case'
import type { Officer } from '../support/people'
import { sendReport } from '../support/reporting'
import type { Site } from '../support/site'
import { dumpTables, findTraces } from '../support/traces'
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

const pages = [
  '',
  '?tab=evidence',
  '?tab=messages',
  '?tab=deadlines',
  '?tab=history',
  '/sheet',
  '/brief/edit',
  '/original',
  '/masking',
  '/refuse',
  '/assign',
] as const

describe('masked by default', () => {
  it('for everybody, on every page, before anybody has set anything', async () => {
    const { path } = await give()
    for (const visitor of [intake, handler])
      for (const at of pages) {
        const page = await visitor.open(path + at)
        expect([at, leaks(page)]).toEqual([at, []])
      }
  })

  it('what does not tell stays readable, and it says how much is masked', async () => {
    const { path } = await give()
    const page = await handler.open(path)

    expect(page.$('.st-quote').text()).toContain('柜台天天空刷')
    expect(page.$('.st-quote mark')).not.toHaveLength(0)
    expect(page.text).toMatch(/可能暴露举报人的 \d+ 处已遮挡/)
    expect(page.$('.st-kv').text()).toContain('【已遮挡】')
    expect(page.$('.st-kv').text()).not.toContain('我在那里工作')
  })

  it('file names, notes and a text file too', async () => {
    const file = {
      name: `${canaries.name}的记录.txt`,
      content: Buffer.from(`是${canaries.name}记的`),
    }
    await sendReport(reporterBrowser(site), {
      what: { text: tellingText },
      relation: { hide: `不要提${canaries.hide}` },
      subject: { choice: 'typed', name: '遮挡医院', about_body: 'no' },
      files: [file],
    })
    const list = await intake.open('/staff/queue?sort=-number')
    const page = await intake.click(list, '遮挡医院')
    const evidence = await intake.click(page, '证据')
    const viewer = await intake.open(evidence.$('.st-evi a').attr('href') ?? '')
    const original = await intake.click(viewer, '下载原件')

    for (const drawn of [page, evidence, viewer, original]) expect(leaks(drawn)).toEqual([])
    expect(viewer.$('h1').text()).toBe('【已遮挡】的记录.txt')
    expect(viewer.text).toContain('是【已遮挡】记的')
    const loaded = await intake.submit(original, { reason: unmaskReason })
    expect(decodeURIComponent(loaded.headers['content-disposition'] ?? '')).not.toContain(
      canaries.name,
    )
  })
})

describe('the brief', () => {
  it('that repeats what is masked is not saved, and says so at the field', async () => {
    const { caseId, path } = await give()
    const form = await handler.open(`${path}/brief/edit`)
    const typed = { target: '李主任', how: `问 ${canaries.name} 就知道`, where: '账本' }
    const again = await handler.submit(form, typed)

    expect(again.status).toBe(422)
    expect(again.$('[role=alert]').text()).toContain(`这里写了遮挡的内容：${canaries.name}`)
    expect(again.$('#how').val()).toBe(typed.how)
    expect(await deedsOf(caseId, 'brief.saved')).toHaveLength(0)

    const saved = await handler.submit(again, { how: '问护士长' })
    expect(saved.text).toContain('核查要点已经保存')
  })

  it('on paper is masked too, when a word is masked later', async () => {
    const { path } = await give()
    const form = await handler.open(`${path}/brief/edit`)
    await handler.submit(form, { target: '李主任', how: '看紫色台账', where: '' })
    expect((await handler.open(`${path}/sheet`)).text).toContain('看紫色台账')

    await intake.submit(
      await intake.open(`${path}/masking`),
      { words: '紫色台账' },
      { button: '保存遮挡' },
    )

    for (const at of ['/sheet', '', '/brief/edit'])
      expect((await handler.open(path + at)).text).not.toContain('紫色台账')
    expect((await handler.open(`${path}/sheet`)).text).toContain('看【已遮挡】')
  })
})

it('nothing of it stands in the database in clear', async () => {
  const { path } = await give()
  await unmask(intake, clerk, path, {
    reason: `核对${canaries.name}说的是不是同一件事情，要看全文`,
  })
  const page = await intake.open(`${path}/masking`)
  await intake.submit(page, { words: '青铜钥匙' }, { button: '保存遮挡' })
  const said = { ...canaries, free: '青铜钥匙', reason: '核对欧阳' }
  expect(findTraces(await dumpTables(site), said)).toEqual([])
  expect(site.logLines.join('\n')).not.toMatch(/欧阳春晓|13987654321|青铜钥匙/)
})
