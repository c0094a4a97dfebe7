import type { Page } from 'playwright-core'

export type Typed = Readonly<Record<string, string>>

export const press = (page: Page, words: string): Promise<void> =>
  page.locator('main').getByRole('button', { name: words, exact: true }).first().click()

export const follow = (page: Page, words: string): Promise<void> =>
  page.locator('.st-next').getByRole('link', { name: words, exact: true }).click()

/** Chooses by the words beside the circle, and fills fields by their names. */
export const fill = async (page: Page, typed: Typed): Promise<void> => {
  for (const [name, text] of Object.entries(typed)) {
    const radio = page.locator(`main [type=radio][name="${name}"][value="${text}"]`)
    const list = page.locator(`main select[name="${name}"]`)
    if ((await radio.count()) > 0) await radio.check()
    else if ((await list.count()) > 0) await list.selectOption(text)
    else await page.locator(`main [name="${name}"]`).first().fill(text)
  }
}
