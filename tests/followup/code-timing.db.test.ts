import { createClient } from '../support/client'
import { hire, moveIn } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'

let site: Site
let code: string

beforeAll(async () => {
  site = await openSite()
  const { own } = await moveIn(site)
  await hire(site, own.id, ['intake'])
  code = (await sendReport(reporterBrowser(site))).code
})
afterAll(() => site.stop())

const rounds = 25
const checksAtOnce = 16

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Sends codes without the page around them, so that the code is what is measured. */
const createAsker = async () => {
  const browser = createClient({ url: site.publicUrl })
  const page = await browser.open('/follow')
  const _csrf = page.$('main form [name=_csrf]').attr('value') ?? ''
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return async (typed: string): Promise<number> => {
    const answer = await fetch(`${site.publicUrl}/follow`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ _csrf, code: typed }).toString(),
    })
    await answer.arrayBuffer()
    return answer.status
  }
}

/** The holder's own code with two digits exchanged for others, so that the check digit still fits. */
const nearMiss = (): string => {
  for (let last = 0; last < 100; last += 1) {
    const tried = code.slice(0, 22) + String(last).padStart(2, '0')
    if (tried !== code && site.house.receipts.readCode(tried).ok) return tried
  }
  throw new Error('no other code ends well')
}

const answered = async (asked: Promise<number>, status: number): Promise<void> => {
  expect(await asked).toBe(status)
}

const say = (words: string) => process.stdout.write(`    ${words}\n`)

type Medians = { readonly known: number; readonly near: number; readonly unknown: number }

const measure = async (): Promise<Medians> => {
  const ask = await createAsker()
  const near = nearMiss()
  const times = { known: [] as number[], near: [] as number[], unknown: [] as number[] }
  await ask(site.house.receipts.newCode())
  // In turn, so that whatever else the machine does falls on all three alike.
  for (let round = 0; round < rounds; round += 1) {
    times.known.push(await timed(() => answered(ask(code), 303)))
    times.near.push(await timed(() => answered(ask(near), 422)))
    const strange = site.house.receipts.newCode()
    times.unknown.push(await timed(() => answered(ask(strange), 422)))
  }
  const found = {
    known: median(times.known),
    near: median(times.near),
    unknown: median(times.unknown),
  }
  say(
    `POST /follow, medians of ${rounds}: known ${found.known.toFixed(1)} ms, ` +
      `near miss ${found.near.toFixed(1)} ms, unknown ${found.unknown.toFixed(1)} ms`,
  )
  return found
}

// The stated band: near miss and stranger within half or 25 ms of each other. A known code does more
// (it opens a session), which its answer says anyway; it may take 150 ms more, or half again on a busy machine.
const isAlike = ({ known, near, unknown }: Medians): boolean =>
  Math.abs(near - unknown) < Math.max(25, unknown / 2) &&
  known - unknown < Math.max(150, unknown / 2)

it('tells a near miss from a stranger neither by words nor by time', async () => {
  // What is told by time is told every time; what else runs on the machine is not.
  let alike = isAlike(await measure())
  for (let again = 0; again < 3 && !alike; again += 1) alike = isAlike(await measure())

  expect(alike).toBe(true)
})

const measureFirstPage = async (): Promise<{ alone: number; beside: number }> => {
  const ask = await createAsker()
  const open = () => timed(async () => (await fetch(`${site.publicUrl}/`)).arrayBuffer())
  await open()
  const alone: number[] = []
  for (let round = 0; round < 9; round += 1) alone.push(await open())

  const working = { on: true }
  const checks = Array.from({ length: checksAtOnce }, async () => {
    const statuses: number[] = []
    while (working.on) statuses.push(await ask(site.house.receipts.newCode()))
    return statuses
  })
  const beside: number[] = []
  for (let round = 0; round < rounds; round += 1) beside.push(await open())
  working.on = false
  const statuses = (await Promise.all(checks)).flat()
  say(
    `GET /, medians: alone ${median(alone).toFixed(1)} ms, ` +
      `beside ${checksAtOnce} checks ${median(beside).toFixed(1)} ms (${statuses.length} checks done)`,
  )

  // Either checked, or asked to come back in a minute: nothing else.
  expect(statuses.filter(status => status !== 422 && status !== 503)).toEqual([])
  expect(statuses).toContain(422)
  return { alone: median(alone), beside: median(beside) }
}

it(`opens the first page quickly while ${checksAtOnce} codes are being checked`, async () => {
  const isQuick = ({ alone, beside }: { alone: number; beside: number }) =>
    beside < Math.max(400, alone * 12)
  let quick = isQuick(await measureFirstPage())
  for (let again = 0; again < 3 && !quick; again += 1) quick = isQuick(await measureFirstPage())

  expect(quick).toBe(true)
})
