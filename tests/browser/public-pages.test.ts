import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { demoRewardRule } from '../../src/demonstration/reward-rule'
import { newPage, openBrowser } from '../support/browser'
import { auditPage, auditShown } from '../support/page-audit'
import { moveIn } from '../support/people'
import { shotsWanted, takePicture } from '../support/shots'
import { openSite, type Site } from '../support/site'

let site: Site
let browser: Browser

beforeAll(async () => {
  site = await openSite()
  const { own } = await moveIn(site)
  await site.database.db.inTransaction(tx =>
    site.house.lawbook.add(tx, { ...demoRewardRule, place: own.regionCode }),
  )
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

const withPage = async <T>(work: (page: Page) => Promise<T>): Promise<T> => {
  const page = await newPage(browser)
  try {
    return await work(page)
  } finally {
    await page.context().close()
  }
}

describe('fit for everybody: axe, text sizes, narrow screens, targets, keyboard', () => {
  it.each([
    '/',
    '/how',
    '/safety',
    '/safety/insider',
    '/privacy',
    '/accessibility',
    '/contact',
    '/reward?amount=60&level=二级',
    '/nowhere',
  ])('%s', async path => {
    const faults = await withPage(async page => {
      if (!shotsWanted) return auditPage(page, site.publicUrl + path)
      await page.goto(site.publicUrl + path)
      await takePicture(page, `public${path.replaceAll('/', '-')}`)
      return []
    })

    expect(faults).toEqual([])
  })

  it('the follow-up page after a slip of the pen on the home page', async () => {
    const faults = await withPage(async page => {
      await page.goto(site.publicUrl)
      await page.fill('#code', '1234')
      await page.click('.jb-slip button')
      await page.waitForSelector('.jb-errors')
      return auditShown(page)
    })

    expect(faults).toEqual([])
  })

  it('the staff site when a page does not exist', async () => {
    const faults = await withPage(page => auditPage(page, `${site.staffUrl}/staff/nowhere`))

    expect(faults).toEqual([])
  })
})

describe('the weight of the first view', () => {
  it('is at most 60 KB in at most 6 requests', async () => {
    const bodies = await withPage(async page => {
      const answers: Promise<Buffer>[] = []
      page.on('response', response => {
        answers.push(response.body().catch(() => Buffer.alloc(0)))
      })
      await page.goto(site.publicUrl, { waitUntil: 'networkidle' })
      return Promise.all(answers)
    })

    expect(bodies.length).toBeLessThanOrEqual(6)
    const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0)
    expect(bytes).toBeLessThan(60 * 1024)
  })

  it('leaves no complaint in the console', async () => {
    const complaints = await withPage(async page => {
      const said: string[] = []
      page.on('console', message => said.push(message.text()))
      page.on('pageerror', error => said.push(error.message))
      await page.goto(site.publicUrl, { waitUntil: 'networkidle' })
      return said
    })

    expect(complaints).toEqual([])
  })
})

describe('Esc three times', () => {
  const leaving = async (page: Page, press: () => Promise<void>): Promise<boolean> => {
    let left = false
    await page.route('**/exit', route => {
      left = true
      return route.fulfill({ status: 200, body: 'elsewhere' })
    })
    await page.goto(`${site.publicUrl}/safety`)
    await press()
    await page.waitForTimeout(300)
    return left
  }

  it('leaves, and the page is gone from the history', async () => {
    await withPage(async page => {
      await page.goto(`${site.publicUrl}/`)
      const left = await leaving(page, async () => {
        for (let i = 0; i < 3; i++) await page.keyboard.press('Escape')
        await page.waitForURL('**/exit')
      })

      expect(left).toBe(true)
      await page.goBack()
      expect(new URL(page.url()).pathname).toBe('/')
    })
  })

  it('is too little when pressed twice', async () => {
    const left = await withPage(page =>
      leaving(page, async () => {
        for (let i = 0; i < 2; i++) await page.keyboard.press('Escape')
      }),
    )

    expect(left).toBe(false)
  })

  it('does not count while an input method composes', async () => {
    const left = await withPage(page =>
      leaving(page, async () => {
        await page.evaluate(`for (let i = 0; i < 3; i++)
          document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', isComposing: true }))`)
      }),
    )

    expect(left).toBe(false)
  })
})

it('shows the hint of the keys only when scripts run', async () => {
  const shown = async (javaScriptEnabled: boolean) => {
    const page = await newPage(browser, { javaScriptEnabled })
    await page.goto(`${site.publicUrl}/safety`)
    const visible = await page.locator('.jb-exit kbd').isVisible()
    await page.context().close()
    return visible
  }

  expect(await shown(true)).toBe(true)
  expect(await shown(false)).toBe(false)
})

it('switches the button off after the first click, and says so', async () => {
  const word = await withPage(async page => {
    // "No content" leaves the old page standing, so that it can be looked at.
    await page.route('**/follow', route => route.fulfill({ status: 204 }))
    await page.goto(site.publicUrl)
    await page.fill('#code', '1234')
    return page.evaluate(`new Promise(show => {
      const button = document.querySelector('.jb-slip button')
      button.click()
      setTimeout(() => { show(button.disabled ? button.textContent : 'on') }, 200)
    })`)
  })

  expect(word).toBe('正在提交…')
})
