import { createClient, type Client } from '../support/client'
import { comeBack } from '../support/following'
import { openSite, type Site } from '../support/site'

let site: Site
afterEach(() => site.stop())

const tries = async (count: number, browser: (n: number) => Client): Promise<number[]> => {
  const wrong = site.house.receipts.newCode()
  const found: number[] = []
  for (let n = 0; n < count; n += 1) found.push((await comeBack(browser(n), wrong)).status)
  return found
}
const forged = (n: number) =>
  createClient({ url: site.publicUrl, headers: { 'X-Forwarded-For': `192.0.${n}.1` } })

it('without a trusted proxy the header is not read: the peer itself counts', async () => {
  site = await openSite({ config: { throttleTimes: 1 }, now: '2026-11-23T03:02:00Z' })
  expect(await tries(12, forged)).toEqual([...Array<number>(10).fill(422), 429, 429])
})

it('a peer that is no trusted proxy is not believed either', async () => {
  const config = { throttleTimes: 1, trustedProxies: ['10.1.1.1'] }
  site = await openSite({ config, now: '2026-11-23T03:02:00Z' })
  expect(await tries(12, forged)).toEqual([...Array<number>(10).fill(422), 429, 429])
})

it('outside the demonstration, without a declared proxy there is an undeclared one: nobody is locked out', async () => {
  const config = { throttleTimes: 1, demonstration: false }
  site = await openSite({ config, now: '2026-11-23T03:02:00Z' })
  const agent = () => createClient({ url: site.publicUrl })
  expect(new Set(await tries(30, agent))).toEqual(new Set([422]))
})

it('is switched off by 0', async () => {
  site = await openSite({ config: { throttleTimes: 0 } })
  expect(new Set(await tries(20, () => createClient({ url: site.publicUrl })))).toEqual(
    new Set([422]),
  )
})
