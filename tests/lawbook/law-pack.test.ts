import type { NewLawEntry } from '../../src/lawbook/law-entry'
import { checkPack } from '../../src/lawbook/law-pack'
import { shippedLaw } from '../../src/lawbook/shipped-law'
import { asDay } from '../../src/platform/clock'

const clock = {
  ...{ name: '核查线索', trigger: '收到线索', action: '核查', direction: 'after' },
  ...{ length: 15, unit: 'working', extensions: [], article: '测试规定第1条' },
}
const rule = (data: object = {}, entry: Partial<NewLawEntry> = {}): NewLawEntry => ({
  ...{ kind: 'deadline-rule', code: 'TEST_RULE', place: '330000', version: 1 },
  ...{ validFrom: asDay('2026-01-01'), validTo: null, source: '测试规定', status: 'D' },
  data: { ...clock, ...data },
  ...entry,
})
const longer = (extension: object) => ({
  extensions: [{ length: 15, unit: 'working', approver: '负责人', ...extension }],
})

it('takes what is shipped', () => {
  expect(() => {
    checkPack(shippedLaw())
  }).not.toThrow()
})

it.each([
  ['without a source', rule({}, { source: '  ' }), 'law.no-source'],
  ['of no length', rule({ length: 0 }), 'law.length'],
  ['of a length below zero', rule({ length: -15 }), 'law.length'],
  ['of half a day', rule({ length: 0.5 }), 'law.length'],
  ['with an unknown unit', rule({ unit: 'fortnights' }), 'law.unit'],
  ['with a length and no unit', rule({ unit: null }), 'law.malformed'],
  ['with an extension of no length', rule(longer({ length: 0 })), 'law.length'],
  ['with an extension in hours', rule(longer({ unit: 'hours' })), 'law.malformed'],
  ['backwards and extended', rule({ ...longer({}), direction: 'before' }), 'law.malformed'],
  ['for no place', rule({}, { place: 'Zhejiang' }), 'law.malformed'],
])('a rule %s is refused by name', (_, bad, code) => {
  expect(() => {
    checkPack([rule({}, { code: 'GOOD' }), bad])
  }).toThrow(
    expect.objectContaining({
      code,
      values: { entry: expect.stringContaining('deadline-rule TEST_RULE') as string },
    }) as Error,
  )
})

it('versions of one place that hold on one day are refused, within the pack and beside what is there', () => {
  const second = rule({}, { version: 2, validFrom: asDay('2027-01-01') })
  const overlapping = expect.objectContaining({ code: 'law.overlap' }) as Error
  expect(() => {
    checkPack([rule(), second])
  }).toThrow(overlapping)
  expect(() => {
    checkPack([second], [rule()])
  }).toThrow(overlapping)
  expect(() => {
    checkPack([rule({}, { validTo: asDay('2026-12-31') }), second])
  }).not.toThrow()
})
