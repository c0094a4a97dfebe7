import type { Page } from 'playwright-core'
import { fill, press } from './on-page'

type Office = {
  /** The page at this path, as `handler` or `principal` sees it. */
  readonly open: (who: string, path: string) => Promise<Page>
  /** A fresh code of the handler. */
  readonly code: () => string
}

const reason = '空刷医保卡数额较大，涉嫌诈骗，依照规定应当移送公安机关处理。'

/**
 * The file leaves for the police: 核查要点 written, pack brought together, approved by another, packed with a fresh code.
 * @returns the address of the transfer
 */
export const sendToPolice = async (path: string, { open, code }: Office): Promise<string> => {
  const brief = await open('handler', path)
  await brief.locator('a[href*="/brief"]').first().click()
  await fill(brief, { how: '空刷医保卡', when: '2026 年夏天' })
  await press(brief, '保存')
  const page = await open('handler', `${path}/transfers`)
  await fill(page, {
    ...{ receiver: 'police', name: '示范市公安局', reason },
    ...{ text: '两名承办人核对了三个月的刷卡流水。', words: '刷卡机一台' },
  })
  await page.locator('[data-test=draft] button').last().click()
  const at = new URL(page.url()).pathname
  await page.locator('[data-test=ask] button').click()
  const head = await open('principal', at)
  await head.locator('[data-test=approve] button').click()
  const back = await open('handler', at)
  await fill(back, { otp: code() })
  await back.locator('[data-test=pack] button').click()
  await back.locator('main').waitFor()
  return at
}
