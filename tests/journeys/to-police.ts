import type { Offices } from './offices'
import { fill, press } from './on-page'

const reason = '空刷医保卡数额较大，涉嫌诈骗，依照规定应当移送公安机关处理。'

/**
 * The file leaves for the police: 核查要点 written, pack brought together, approved by another, packed with a fresh code.
 * @returns the address of the transfer, and the password that opens its archive
 */
export const sendToPolice = async (
  path: string,
  { open, code }: Pick<Offices, 'open' | 'code'>,
): Promise<{ readonly at: string; readonly password: string }> => {
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
  await fill(back, { otp: code('handler') })
  await back.locator('[data-test=pack] button').click()
  const password = await back.locator('[data-test=password]').innerText()
  return { at, password }
}
