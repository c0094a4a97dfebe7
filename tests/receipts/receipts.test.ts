import { randomBytes } from 'node:crypto'
import { createInstallation } from '../../src/platform/crypto'
import { systemRandom } from '../../src/platform/random'
import { createReceipts } from '../../src/receipts'

const receiptsUnder = (secret: Buffer) =>
  createReceipts({
    installation: createInstallation([{ version: 1, secret }]),
    random: systemRandom,
  })

const secret = randomBytes(32)
const receipts = receiptsUnder(secret)

describe('a new code', () => {
  it('reads back, and is never the same', () => {
    const codes = Array.from({ length: 200 }, receipts.newCode)
    for (const code of codes) expect(receipts.readCode(code)).toEqual({ ok: true, code })
    expect(new Set(codes).size).toBe(200)
  })
})

describe('deriving', () => {
  it('gives the same two values for the same code and installation only', async () => {
    const [code, other] = [receipts.newCode(), receipts.newCode()]
    const first = await receipts.derive(code)
    const again = await receiptsUnder(secret).derive(code)
    expect(first.lookup.equals(again.lookup)).toBe(true)
    expect(first.wrappingKey.equals(again.wrappingKey)).toBe(true)
    expect(first.lookup.equals(first.wrappingKey)).toBe(false)
    expect(first.lookup.equals((await receipts.derive(other)).lookup)).toBe(false)
    const elsewhere = await receiptsUnder(randomBytes(32)).derive(code)
    expect(first.lookup.equals(elsewhere.lookup)).toBe(false)
  })

  it('leaves the event loop free and refuses a flood as busy', async () => {
    const code = receipts.newCode()
    const turns = setInterval(() => {
      ticks += 1
    }, 1)
    let ticks = 0
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () => receipts.derive(code)),
    )
    clearInterval(turns)
    const refused = results.filter(result => result.status === 'rejected')
    expect(refused).toHaveLength(100 - 2 - 64)
    expect(refused[0]?.reason).toMatchObject({ kind: 'unavailable', code: 'receipt.busy' })
    expect(ticks).toBeGreaterThan(5)
    await expect(receipts.derive(code)).resolves.toBeDefined()
  })
})
