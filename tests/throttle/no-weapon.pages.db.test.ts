import type { Answer, Client } from '../support/client'
import { createClient } from '../support/client'
import { comeBack } from '../support/following'
import { behindProxy, browserAt, openNode } from '../support/networks'
import { hire, moveIn } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { dumpTables, findTraces } from '../support/traces'
import { errorsOf } from '../support/wizard'

// Promise 4. Ten wrong tries in ten minutes, as shipped.
const most = 10
const holderAt = '198.51.100.20'
const elsewhere = '203.0.113.9'

let site: Site
let code: string
let wrong: string

/** A code of the right shape that nobody holds. */
const unheld = ({ house }: Site) => house.receipts.newCode()

const tryWrong = (browser: Client) => comeBack(browser, wrong)
const statuses = async (times: number, work: () => Promise<Answer>): Promise<number[]> => {
  const found: number[] = []
  for (let time = 0; time < times; time += 1) found.push((await work()).status)
  return found
}

const begins = Date.parse('2026-11-22T20:02:00Z')
let hour = 0

beforeAll(async () => {
  site = await openSite({ now: new Date(begins).toISOString(), config: behindProxy })
  const { own } = await moveIn(site)
  await hire(site, own.id, ['intake'])
  code = (await sendReport(browserAt(site.publicUrl, holderAt))).code
  wrong = unheld(site)
})
afterAll(() => site.stop())
// Every test has an hour of its own, and with it a salt and counts of its own.
beforeEach(() => {
  hour += 1
  site.clock.set(new Date(begins + hour * 3_600_000).toISOString())
})

const at = (address: string) => browserAt(site.publicUrl, address)

it('wrong tries elsewhere never block the holder, who comes in from where he is', async () => {
  expect(await statuses(most + 5, () => tryWrong(at(elsewhere)))).toEqual([
    ...Array<number>(most).fill(422),
    ...Array<number>(5).fill(429),
  ])
  expect((await comeBack(at(holderAt), code)).path).toBe('/follow/case')
})

it('whoever shares the network waits, is told how long, keeps what was typed, and then gets in', async () => {
  const attacker = at('198.51.100.77')
  await statuses(most, () => tryWrong(attacker))
  const holder = at(holderAt)
  const asked = await holder.open('/follow')
  const held = await holder.submit(asked, { code })

  expect(held.status).toBe(429)
  expect(held.headers['retry-after']).toBe('480')
  expect(errorsOf(held)).toEqual(['试得太多了，请 8 分钟后再来'])
  expect(held.$('title').text()).toMatch(/^出错了：/)
  expect(held.$('#code').attr('value')).toBeUndefined()
  expect(held.$('#errors-heading').text()).toBe('请等一等')
  expect(held.$('footer').text()).toContain('举报电话 0571-12393')

  site.clock.pass(8)
  expect((await comeBack(holder, code)).path).toBe('/follow/case')
})

it('right codes and slips of the pen do not count', async () => {
  const browser = at(holderAt)
  const slipped = `${code.slice(0, 23)}${(Number(code[23]) + 1) % 10}`
  expect(new Set(await statuses(most + 3, () => comeBack(browser, slipped)))).toEqual(
    new Set([422]),
  )
  expect(new Set(await statuses(most + 3, () => comeBack(at(holderAt), code)))).toEqual(
    new Set([200]),
  )
  expect((await tryWrong(browser)).status).toBe(422)
})

it('tries made at the same moment are counted one by one, over two servers', async () => {
  const node = await openNode(site)
  const urls = [site.publicUrl, node.url]
  const browsers = urls.flatMap(url => Array.from({ length: 15 }, () => browserAt(url, elsewhere)))
  const open = await Promise.all(
    browsers.map(async browser => ({ browser, page: await browser.open('/follow') })),
  )
  const answers = await Promise.all(
    open.map(({ browser, page }) => browser.submit(page, { code: wrong })),
  )
  const told = answers.map(({ status }) => status)
  expect(told.filter(status => status === 422)).toHaveLength(most)
  expect(told.filter(status => status === 429)).toHaveLength(30 - most)

  expect((await tryWrong(browserAt(node.url, elsewhere))).status).toBe(429)
  expect((await comeBack(browserAt(node.url, holderAt), code)).path).toBe('/follow/case')
  await node.stop()
})

it('five hundred at once from one network do not keep another from coming in', async () => {
  const flood = at(elsewhere)
  const page = await flood.open('/follow')
  const began = performance.now()
  const answers = Promise.all(
    Array.from({ length: 500 }, () => browserWith(flood, elsewhere).submit(page, { code: wrong })),
  )
  const waited: number[] = []
  for (let visit = 0; visit < 5; visit += 1) {
    const started = performance.now()
    expect((await comeBack(at(holderAt), code)).path).toBe('/follow/case')
    waited.push(performance.now() - started)
  }
  const told = (await answers).map(({ status }) => status)
  const took = performance.now() - began

  expect(told.filter(status => status === 422)).toHaveLength(most)
  expect(told.filter(status => status === 429)).toHaveLength(500 - most)
  expect((await sendReport(at(holderAt))).code).toHaveLength(24)
  // Not the time of the whole flood: the visitor is not at its end.
  expect(Math.min(...waited)).toBeLessThan(took / 2)
})

const browserWith = ({ cookies }: Client, address: string): Client => {
  const browser = at(address)
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  return browser
}

describe('where somebody comes from', () => {
  it('cannot be chosen: what stands left of the proxy’s own word is not read', async () => {
    let n = 0
    const forging = () => {
      n += 1
      const headers = {
        'X-Forwarded-For': `192.0.2.${n}, 10.${n}.0.1, ${elsewhere}`,
        Forwarded: `for=192.0.2.${n}`,
        'X-Real-IP': `192.0.2.${n}`,
        'CF-Connecting-IP': `192.0.2.${n}`,
      }
      return tryWrong(createClient({ url: site.publicUrl, headers }))
    }
    expect(await statuses(most + 1, forging)).toEqual([...Array<number>(most).fill(422), 429])
  })

  it('is the same for neighbours and another for strangers, in either family', async () => {
    const near = ['2001:db8:5:100::1', '2001:db8:5:1ff::2', '[2001:db8:5:142::3]:50001']
    for (const address of near) await statuses(4, () => tryWrong(at(address)))
    expect((await tryWrong(at('2001:db8:5:177::9'))).status).toBe(429)
    expect((await tryWrong(at('2001:db8:5:200::9'))).status).toBe(422)
  })

  it.each(['nothing', 'the proxy itself', 'no address'])(
    'told as %s makes no one person of everybody',
    async told => {
      const said = { nothing: undefined, 'the proxy itself': '127.0.0.1', 'no address': 'unknown' }[
        told
      ]
      const headers = said === undefined ? {} : { 'X-Forwarded-For': said }
      const untold = () => createClient({ url: site.publicUrl, headers })
      expect(new Set(await statuses(40, () => tryWrong(untold())))).toEqual(new Set([422]))
      expect((await comeBack(untold(), code)).path).toBe('/follow/case')
      expect(site.logLines.some(line => line.includes('"untold":true'))).toBe(true)
    },
  )
})

it('leaves nothing of an address behind, in any table or log, and takes the counts away within the hour', async () => {
  await statuses(3, () => tryWrong(at(elsewhere)))
  await statuses(3, () => tryWrong(at('2001:db8:77:8800::1')))
  const logs = { place: 'log', bytes: Buffer.from(site.logLines.join('\n')) }
  const canaries = {
    holder: holderAt,
    network: '198.51.100',
    elsewhere,
    ipv6: '2001:db8:77:88',
    bits: '20010db8007788',
  }
  expect(findTraces([...(await dumpTables(site)), logs], canaries)).toEqual([])
  expect(await site.tables('throttle_counts')).not.toEqual([])

  site.clock.pass(60)
  await site.house.counters.rotate()
  expect(await site.tables('throttle_counts')).toEqual([])
})
