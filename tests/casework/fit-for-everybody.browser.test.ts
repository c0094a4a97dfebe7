import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { CaseId, OrganisationId } from '../../src/vocabulary/ids'
import { openBrowser } from '../support/browser'
import { giveCase, reporterWrites, storeCase } from '../support/cases'
import { auditPage, auditShown } from '../support/page-audit'
import { hire, moveIn, type Officer } from '../support/people'
import { sendReport } from '../support/reporting'
import { shotsWanted, takePicture } from '../support/shots'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn } from '../support/visitors'

let site: Site
let browser: Browser
let context: BrowserContext
let own: OrganisationId
let received: string
let checking: string
let clerk: Officer

const longName =
  '示范市城东区人民医院（示范医科大学附属第三临床学院、城东区妇幼保健院、城东老年护理中心）康复医学科'

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  own = (await moveIn(site)).own.id
  clerk = await hire(site, own, ['intake'], '王芳')
  const handlers = [
    await hire(site, own, ['handler'], '周启明'),
    await hire(site, own, ['handler'], '李敏'),
  ] as const
  await fill(clerk, handlers)
  browser = await openBrowser()
  const { cookies } = await signIn(site, clerk)
  context = await browser.newContext({ locale: 'zh-CN' })
  await context.addCookies(
    [...cookies].map(([name, value]) => ({ name, value, url: site.staffUrl })),
  )
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

const fill = async (clerk: Officer, handlers: readonly [Officer, Officer]) => {
  const late = await storeCase(site, own, {
    title: {
      target: '和安医院（城东院区）',
      gist: '夜里病区基本没人，白天登记的 42 张床全满，出院记录都是同一天补的',
    },
  })
  const long = await storeCase(site, own, {
    title: {
      target: longName,
      gist: '透析记录有 4 次，机器计数只有 3 次。'.repeat(6),
      strict: true,
      identity: 'anon-claim',
    },
    content: {
      text: `${'透析记录有 4 次，机器计数只有 3 次。'.repeat(20)}\n9 月的签到本还在。`,
      hide: '只有我管那台机器',
    },
  })
  const plain = await storeCase(site, own, {
    title: { target: '康宁大药房滨河店', gist: '柜台用阿胶、米面换药名刷卡' },
    behaviours: ['B1', 'B2'],
  })
  await site.tables('cases').where({ id: late.caseId }).update({ next_due_on: '2026-11-19' })
  await site.tables('cases').where({ id: plain.caseId }).update({ next_due_on: '2026-11-25' })
  await giveCase(site, clerk, long.caseId, handlers)
  await reporterWrites(site, clerk, long.caseId, '还有一张照片。'.repeat(30))
  received = plain.path
  checking = long.path
}

const audit = async (path: string): Promise<string[]> => {
  const page = await context.newPage()
  try {
    return await auditPage(page, site.staffUrl + path)
  } finally {
    await page.close()
  }
}

describe('fit for everybody: axe, text sizes, narrow screens, targets, keyboard', () => {
  it.each(['/staff/queue', '/staff/queue?behaviour=A2&light=red', '/staff/queue?state=nonsense'])(
    '%s',
    async path => {
      expect(await audit(path)).toEqual([])
    },
  )

  it.each([
    '',
    '?tab=evidence',
    '?tab=messages',
    '?tab=deadlines',
    '?tab=history',
    '/brief/edit',
    '/assign',
  ])('a case that is being checked: %s', async rest => {
    expect(await audit(`${checking}${rest}`)).toEqual([])
  })

  it.each(['', '/refuse'])('a case that has come in: %s', async rest => {
    expect(await audit(`${received}${rest}`)).toEqual([])
  })

  it('a form with errors', async () => {
    const page = await context.newPage()
    await page.goto(`${site.staffUrl}${received}/refuse`)
    await page.click('main form button')
    await page.waitForSelector('.jb-errors')

    expect(await auditShown(page)).toEqual([])
    await page.close()
  })
})

describe('a matter that several have reported', () => {
  const seen = async (page: Page, name: string): Promise<string[]> => {
    if (!shotsWanted) return auditShown(page, 'standard')
    await takePicture(page, name)
    return []
  }

  /** Three reporters, one of whom wrote last; the code of a follower and the page of the leading case. */
  const merged = async () => {
    const sent = []
    for (let n = 0; n < 3; n++) sent.push(await sendReport(reporterBrowser(site)))
    const [third, second, lead] = (await site
      .tables('cases')
      .orderBy('arrival', 'desc')
      .limit(3)
      .pluck('id')) as [CaseId, CaseId, CaseId]
    const handlers = await Promise.all(
      ['赵一凡', '孙小雨'].map(name => hire(site, own, ['handler'], name)),
    )
    await giveCase(site, clerk, lead, [handlers[0] ?? clerk, handlers[1] ?? clerk])
    for (const caseId of [second, third])
      await site.house.db.inTransaction(tx =>
        site.house.proceedings.take(
          tx,
          { actor: clerk.actor, keys: clerk.keys, caseId },
          { action: 'merge', other: lead, reason: '同一家医院同一件事，并在一起办。' },
        ),
      )
    await reporterWrites(site, clerk, lead, '护士站的签到本还在，可以去看。')
    await reporterWrites(site, clerk, third, '我 9 月的账单上也多了三次。')
    return { code: sent[2]?.code ?? '', path: `/staff/cases/${lead}` }
  }

  it('is read and answered in the leading case, and followed from the others', async () => {
    const { code, path } = await merged()
    const page = await context.newPage()
    await page.goto(`${site.staffUrl}${path}?tab=messages`)
    expect(await seen(page, 'staff-merged-messages')).toEqual([])
    await page.fill('#body', '谢谢，收到了。')
    await page.locator('main form button').last().click()
    await page.waitForSelector('.jb-errors')
    expect(await seen(page, 'staff-merged-messages-errors')).toEqual([])
    await page.goto(`${site.staffUrl}${path}`)
    expect(await seen(page, 'staff-merged-case')).toEqual([])
    if (shotsWanted)
      for (const [name, at] of [
        ['case', path],
        ['case-messages', `${path}?tab=messages`],
        ['case-history', `${path}?tab=history`],
        ['case-deadlines', `${path}?tab=deadlines`],
        ['sheet', `${path}/sheet`],
      ] as const) {
        await page.goto(`${site.staffUrl}${at}`)
        await page.pdf({
          path: `tests/browser/shots/staff-${name}.pdf`,
          format: 'A4',
          preferCSSPageSize: true,
        })
      }
    const reader = await browser.newContext({ locale: 'zh-CN' })
    const follow = await reader.newPage()
    await follow.goto(`${site.publicUrl}/follow`)
    await follow.fill('input[name=code]', code)
    await follow.locator('main form button').first().click()
    await follow.waitForSelector('.jb-status__now')
    expect(await seen(follow, 'reporter-merged-follow')).toEqual([])
    await reader.close()
    await page.close()
  })
})
