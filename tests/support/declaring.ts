import type { Page } from 'playwright-core'
import type { Answer, Client } from './client'

// On a site that asks first (`openSite({ asksFirst: true })`), and on every real one: the first opening of a case
// by an officer leads to the declaration of 回避. These answer it as nearly everybody does.

const NONE = '没有关系，打开这一件'

/** The page that was wanted, whether the declaration stood before it or not. */
export const answerNone = async (browser: Client, page: Answer): Promise<Answer> =>
  page.$('h1').text() === '回避声明' ? browser.submit(page, {}, { button: NONE }) : page

export const openCase = async (browser: Client, path: string): Promise<Answer> =>
  answerNone(browser, await browser.open(path))

/** The same in a real browser that has been led to the declaration. */
export const pressNone = async (page: Page): Promise<void> => {
  const button = page.getByRole('button', { name: NONE })
  if ((await button.count()) > 0) await button.click()
}
