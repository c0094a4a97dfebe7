import { createBrowser, type Browser } from './browser'
import { codeOn, fillReport, press, type Filled, type Told } from './crowd'
import { expectNoHalves, expectNothingLost, openLedger } from './ledger'
import { build, createService, type Service } from './service'

let service: Service

beforeAll(async () => {
  await build()
  service = await createService()
  await service.start()
}, 240_000)
afterAll(() => service.clear(), 60_000)

const PEOPLE = 40
const AT_ONCE = 5

type Person = { readonly browser: Browser; readonly filled: Filled; readonly codes: Set<string> }

const gather = async (): Promise<Person[]> => {
  const people: Person[] = []
  const come = async () => {
    for (let number = 0; number < PEOPLE / AT_ONCE; number += 1) {
      const browser = createBrowser(service.publicUrl)
      people.push({ browser, filled: await fillReport(browser), codes: new Set() })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, come))
  return people
}

/** Everybody sends the same form three times at the same moment; how many answers were receipts. */
const pressThrice = async (people: readonly Person[], afterEach: (receipts: number) => void) => {
  let receipts = 0
  const once = async ({ browser, filled, codes }: Person) => {
    const page = await press(browser, filled)
    const code = codeOn(page)
    if (code === undefined) return
    codes.add(code)
    receipts += 1
    afterEach(receipts)
  }
  await Promise.allSettled(people.flatMap(person => [1, 2, 3].map(() => once(person))))
  return receipts
}

// Promise 8 under load and kill -9: whoever presses again, and again after the service came back, has sent once.
it('a form pressed three times by forty at once, while the service is killed twice, is one report each', async () => {
  const people = await gather()
  expect(people).toHaveLength(PEOPLE)
  const ledger = await openLedger(service.dataDir)
  try {
    const made = () => ledger.one('SELECT count(*) AS n FROM reports')
    for (const mark of [4, 17]) {
      let killed: Promise<void> | undefined
      const receipts = await pressThrice(people, count => {
        if (count >= mark) killed ??= service.kill()
      })
      await killed
      expect(killed).toBeDefined()
      // It was killed in the middle of it: some were told, some were not.
      expect(receipts).toBeLessThan(3 * PEOPLE)
      await service.start()
    }
    await pressThrice(people, () => undefined)

    expect(people.map(({ codes }) => codes.size)).toEqual(Array(PEOPLE).fill(1))
    expect(await made()).toBe(PEOPLE)
    const told = people.flatMap(({ codes, filled: { sha256 } }): Told[] =>
      [...codes].map(code => ({ code, sha256 })),
    )
    await expectNothingLost(service.publicUrl, ledger, told)
    await expectNoHalves(ledger)
    expect(await ledger.chainsHold()).toBe(true)
  } finally {
    await ledger.close()
  }
}, 300_000)
