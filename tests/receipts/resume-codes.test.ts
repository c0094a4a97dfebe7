import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { createInstallation } from '../../src/platform/crypto'
import { systemRandom } from '../../src/platform/random'
import { createReceipts, createResumeCodes, inGroups } from '../../src/receipts'
import { readResumeCode } from '../../src/receipts/resume-code.rules'

const under = (secret: Buffer) => ({
  installation: createInstallation([{ version: 1, secret }]),
  random: systemRandom,
})
const secret = randomBytes(32)
const codes = createResumeCodes(under(secret))

const digits = fc
  .array(fc.nat({ max: 9 }), { minLength: 16, maxLength: 16 })
  .map(list => list.join(''))

it('is read however it was written down', () => {
  fc.assert(
    fc.property(digits, one => {
      expect(readResumeCode(one)).toBe(one)
      expect(readResumeCode(` ${inGroups(one)}`)).toBe(one)
      expect(readResumeCode(inGroups(one).replaceAll(' ', '－'))).toBe(one)
      expect(readResumeCode(one.replaceAll('3', '３'))).toBe(one)
    }),
  )
})

it('is told by its length alone', () => {
  for (const text of ['', '1234', '1'.repeat(17), '1'.repeat(24), 'abcd', '1'.repeat(300)])
    expect(readResumeCode(text)).toBeUndefined()
})

it('is never the same', () => {
  expect(new Set(Array.from({ length: 200 }, codes.newCode)).size).toBe(200)
})

it('derives the same two values in the same installation only, and not those of a receipt', async () => {
  const code = codes.newCode()
  const first = await codes.derive(code)
  const again = await createResumeCodes(under(secret)).derive(code)
  const elsewhere = await createResumeCodes(under(randomBytes(32))).derive(code)
  expect(first.lookup.equals(again.lookup)).toBe(true)
  expect(first.wrappingKey.equals(again.wrappingKey)).toBe(true)
  expect(first.lookup.equals(first.wrappingKey)).toBe(false)
  expect(first.lookup.equals(elsewhere.lookup)).toBe(false)
  expect(first.wrappingKey.equals(elsewhere.wrappingKey)).toBe(false)
})

it('costs what a password costs, off the event loop', async () => {
  const receipts = createReceipts(under(secret))
  const costOf = async (work: () => Promise<unknown>) => {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  const receipt = receipts.newCode()
  const light = await costOf(() => receipts.derive(receipt))
  const heavy = await costOf(() => codes.derive(codes.newCode()))
  expect(heavy).toBeGreaterThan(5 * light)

  let turns = 0
  const timer = setInterval(() => (turns += 1), 1)
  await Promise.all([1, 2, 3].map(() => codes.derive(codes.newCode())))
  clearInterval(timer)
  expect(turns).toBeGreaterThan(20)
})
