import type { Page } from 'playwright-core'
import { exeProgram } from './fixtures'
import type { Attachment } from './page-form'
import { hospital, type Story } from './story'

/** Told of every page and every state of it as the walk comes by. */
export type See = (name: string, page: Page) => Promise<void>
export type Walk = { readonly story: Story; readonly page: Page; readonly see: See }

const toUpload = ({ name, content, type = '' }: Attachment) => ({
  name,
  mimeType: type,
  buffer: content,
})

export const press = (page: Page, words: string) =>
  page.locator('main').getByRole('button', { name: words }).first().click()
const onward = async (page: Page): Promise<void> => {
  await press(page, '保存并继续')
}
const choose = (page: Page, words: string) =>
  page.locator('label', { hasText: words }).first().click()

/** The page, then the same page sent empty. */
const both = async ({ page, see }: Walk, name: string): Promise<void> => {
  await see(name, page)
  await onward(page)
  await page.locator('#errors').waitFor()
  await see(`${name}-errors`, page)
}

const clear = async (page: Page): Promise<void> => {
  await page.context().clearCookies()
}

export const walkPublicPages = async ({ story, page, see }: Walk): Promise<void> => {
  const { publicUrl } = story.site
  for (const path of ['/', '/how', '/safety', '/safety/insider', '/privacy', '/accessibility']) {
    await page.goto(publicUrl + path)
    await see(`public${path === '/' ? '-home' : path.replaceAll('/', '-')}`, page)
  }
  await page.goto(`${publicUrl}/nowhere`)
  await see('public-404', page)
  await page.goto(`${publicUrl}/%ff`)
  await see('public-400', page)
}

const walkTarget = async (walk: Walk): Promise<void> => {
  const { story, page, see } = walk
  await page.goto(`${story.site.publicUrl}/report`)
  await see('report-start', page)
  await press(page, '开始')
  await both(walk, 'report-1-subject')
  await page.fill('#q', '没有这样的名字')
  await press(page, '查找')
  await see('report-1-subject-not-found', page)
  await page.fill('#q', '示范')
  await press(page, '查找')
  await see('report-1-subject-found', page)
  await choose(page, hospital)
  await choose(page, '不涉及')
  await onward(page)
}

const walkWho = async (walk: Walk): Promise<void> => {
  const { page } = walk
  await both(walk, 'report-2-identity')
  await page.locator('[name=identity][value=named]').check({ force: true })
  await onward(page)
  await both(walk, 'report-2-named')
  await page.goBack()
  await page.goto(`${walk.story.site.publicUrl}/report/identity`)
  await page.locator('[name=identity][value=anon-claim]').check({ force: true })
  await onward(page)
  await both(walk, 'report-2-claim-word')
  await page.fill('#word', '外婆家的枣树有两个人高')
  await page.fill('#word2', '外婆家的枣树有两个人高')
  await onward(page)
}

const walkFacts = async (walk: Walk): Promise<void> => {
  const { page } = walk
  await both(walk, 'report-3-type')
  await page.locator('[name=behaviours]').first().check({ force: true })
  await onward(page)
  await both(walk, 'report-4-what')
  await page.fill(
    '#text',
    '夜里三楼病房没有人，系统里住满了。我叫王小明，工号 1203，电话 13800138000。',
  )
  await page.fill('#when', '2026 9 12')
  await onward(page)
}

const walkEvidence = async ({ story, page, see }: Walk): Promise<void> => {
  await see('report-5-evidence', page)
  const { photo, list, film } = story.files
  await page.setInputFiles('#files', [photo, list, film].map(toUpload))
  await press(page, '上传')
  await see('report-5-evidence-files', page)
  const program = { name: '安装程序.exe', content: exeProgram() }
  const empty = { name: '空的.pdf', content: Buffer.alloc(0) }
  await page.setInputFiles('#files', [program, empty].map(toUpload))
  await press(page, '上传')
  await page.locator('#errors').waitFor()
  await see('report-5-evidence-errors', page)
  await onward(page)
}

const walkEnd = async ({ story, page, see }: Walk): Promise<string> => {
  await see('report-6-relation', page)
  await choose(page, '我在那里工作')
  await press(page, '存下来')
  await see('report-later', page)
  await page.goto(`${story.site.publicUrl}/report`)
  await see('report-start-again', page)
  await page.goto(`${story.site.publicUrl}/report/relation`)
  await onward(page)
  await see('report-7-check', page)
  await press(page, '提交举报')
  await see('report-7-check-errors', page)
  await choose(page, '真实情况')
  await press(page, '提交举报')
  await see('report-receipt', page)
  const code = (await page.locator('#code').innerText()).replaceAll(/\D/g, '')
  await page.fill('#tail', '12')
  await press(page, '记好了')
  await see('report-receipt-errors', page)
  await page.fill('#tail', code.slice(-4))
  await press(page, '记好了')
  await see('report-put-away', page)
  return code
}

/** A step sent after the draft is gone: drawn again with what was typed. */
const walkExpired = async ({ story, page, see }: Walk): Promise<void> => {
  await page.goto(`${story.site.publicUrl}/report`)
  await press(page, '开始')
  await page.fill('#name', '丹江医院')
  await choose(page, '不涉及')
  story.site.clock.pass(45)
  await onward(page)
  await see('report-expired', page)
  await clear(page)
  await page.goto(`${story.site.publicUrl}/safety`)
}

/** All of step one to seven. @returns the receipt code */
export const walkReport = async (walk: Walk): Promise<string> => {
  await walkTarget(walk)
  await walkWho(walk)
  await walkFacts(walk)
  await walkEvidence(walk)
  const code = await walkEnd(walk)
  await walkExpired(walk)
  return code
}

const enter = async ({ story, page }: Walk, code: string): Promise<void> => {
  await page.goto(`${story.site.publicUrl}/follow`)
  await page.fill('#code', code)
  await press(page, '进入')
}

/** `part` tells the states apart: before an officer has looked, and after he wrote. */
export const walkFollow = async (walk: Walk, code: string, part: string): Promise<void> => {
  await enter(walk, code)
  await walk.see(`follow-case-${part}`, walk.page)
}

export const walkFollowErrors = async (walk: Walk, code: string): Promise<void> => {
  const { story, page, see } = walk
  await clear(page)
  await page.goto(`${story.site.publicUrl}/follow`)
  await see('follow-enter', page)
  await enter(walk, '1234')
  await see('follow-enter-errors', page)
  await enter(walk, code)
  await press(page, '发送')
  await page.locator('#errors').waitFor()
  await see('follow-case-errors', page)
  await page.goto(`${story.site.publicUrl}/follow/evidence`)
  await see('follow-evidence', page)
  await page.setInputFiles('#files', toUpload({ name: '安装程序.exe', content: exeProgram() }))
  await press(page, '交给办案人员')
  await page.locator('#errors').waitFor()
  await see('follow-evidence-errors', page)
  await page.goto(`${story.site.publicUrl}/follow/case`)
  await page.fill('#body', '写到一半的话')
  story.site.clock.pass(11)
  await press(page, '发送')
  await page.locator('#unsent').waitFor()
  await see('follow-expired', page)
}
