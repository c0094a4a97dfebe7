import * as fc from 'fast-check'
import type { FindingFrame, LawOfViolation } from '../../src/findings/finding'
import {
  bandOf,
  isOutside,
  missingMeasures,
  suggestOutcome,
  totalsOf,
} from '../../src/findings/finding.rules'
import { findingForm, rearranged } from '../../src/findings/finding.schema'
import { asDay } from '../../src/platform/clock'
import { readForm } from '../../src/platform/http/form'

const law = (code: string, rest: Partial<LawOfViolation> = {}): LawOfViolation => ({
  code,
  term: code,
  basis: '',
  fundLoss: true,
  band: { of: 'loss', fromPercent: 100, toPercent: 200 },
  bandBasis: '',
  status: 'P',
  ...rest,
})

const frame: FindingFrame = {
  today: asDay('2026-11-23'),
  catalogue: [
    law('R38-3'),
    law('R39-2', { fundLoss: false, band: { of: 'sum', fromYuan: 10_000, toYuan: 50_000 } }),
    law('R41-1', { band: undefined }),
  ],
  asksPublic: true,
  limits: {
    most: 1_000_000_000_000n,
    items: 3,
    text: 4000,
    facts: 1000,
    reasonMin: 20,
    reasonMax: 500,
  },
}

const typed = (rest: Readonly<Record<string, string>> = {}) => ({
  match: 'full',
  public: 'no',
  text: '经查属实',
  code_1: 'R38-3',
  facts_1: '重复收费 1,200 次',
  loss_1: '12.5万',
  fine_1: '150,000',
  ...rest,
})

const read = (rest: Readonly<Record<string, string>> = {}) =>
  readForm(findingForm(frame), typed(rest))
const faults = (rest: Readonly<Record<string, string>>) => {
  const answer = read(rest)
  return answer.ok ? {} : answer.form.errors
}

describe('a finding as it is typed', () => {
  it('adds up to the fen', () => {
    const answer = read({
      ...{ code_2: 'R38-3', facts_2: '另查', other_2: '0.01', fine_2: '0.02' },
      ...{ voluntary: '5万', recovered: '7.5万', deducted: '300' },
    })
    expect(answer.ok && totalsOf(answer.value)).toEqual({
      loss: 12_500_000n,
      otherLoss: 1n,
      voluntary: 5_000_000n,
      recovered: 7_500_000n,
      fined: 15_000_002n,
      deducted: 30_000n,
    })
  })

  it('leaves blank rows out and keeps what was typed when something is wrong', () => {
    const blank = read({ code_2: '', facts_2: ' ', loss_2: '', other_2: '', fine_2: '' })
    expect(blank.ok && blank.value.items).toHaveLength(1)
    const wrong = read({ loss_1: '1.234,56' })
    expect(wrong.ok ? {} : wrong.form.values).toMatchObject({ loss_1: '1.234,56', code_1: 'R38-3' })
  })

  it.each<[Readonly<Record<string, string>>, readonly string[]]>([
    [{ match: '' }, ['match']],
    [{ public: '' }, ['public']],
    [{ text: ' ' }, ['text']],
    [{ code_1: 'R99' }, ['code_1', 'reason']],
    [{ facts_1: '' }, ['facts_1']],
    [{ loss_1: '-5' }, ['loss_1', 'reason']],
    [{ loss_1: '999999999999999' }, ['loss_1', 'reason']],
    [{ match: 'no' }, ['match']],
    [{ code_1: '', facts_1: '', loss_1: '', fine_1: '' }, ['code_1']],
    [{ voluntary: '12.5万', recovered: '0.01' }, ['voluntary']],
    [{ code_1: 'R39-2', fine_1: '2万' }, ['loss_1']],
    // Outside the band, and no reason for it: below, above, and where the law has no fine at all.
    [{ fine_1: '124,999.99' }, ['reason']],
    [{ fine_1: '250,000.01' }, ['reason']],
    [{ fine_1: '300000', reason: '从重' }, ['reason']],
    [{ code_1: 'R41-1', fine_1: '1' }, ['reason']],
    [{ code_2: 'R38-3', code_3: 'R38-3', code_4: 'R38-3' }, ['facts_2', 'facts_3', 'code_4']],
  ])('%j is sent back at %j', (rest, fields) => {
    expect(Object.keys(faults(rest)).sort()).toEqual([...fields].sort())
  })

  it.each([
    { fine_1: '125,000' },
    { fine_1: '250,000' },
    { fine_1: '' },
    { fine_1: '300000', reason: '两年内第二次被查实，造成的损失没有退回，依法从重处罚' },
    { code_1: 'R39-2', loss_1: '', fine_1: '5万' },
  ])('%j is taken', rest => {
    expect(faults(rest)).toEqual({})
  })

  it('gets a row more or less without losing another', () => {
    const two = rearranged(typed({ code_3: 'R41-1', facts_3: '第二' }), 'add')
    expect(two).toMatchObject({ code_2: 'R41-1', facts_2: '第二', code_3: '', match: 'full' })
    const one = rearranged(two, 'remove_1')
    expect(one).toMatchObject({ code_1: 'R41-1', facts_1: '第二', code_2: '' })
    expect(one['code_3']).toBeUndefined()
  })
})

it('a fine is inside exactly between its two ends', () => {
  const fen = fc.bigInt({ min: 0n, max: 10n ** 13n })
  const percents = fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 }))
  fc.assert(
    fc.property(fen, fen, percents, (loss, fine, [one, other]) => {
      const [fromPercent, toPercent] = [Math.min(one, other), Math.max(one, other)]
      const band = { of: 'loss', fromPercent, toPercent } as const
      const inside =
        fine * 100n >= loss * BigInt(fromPercent) && fine * 100n <= loss * BigInt(toPercent)
      expect(isOutside({ loss, otherLoss: 0n, fine }, { band })).toBe(fine > 0n && !inside)
      const { from, to } = bandOf(band, loss)
      const end = { loss, otherLoss: 0n, fine: from }
      expect(from > to || !isOutside(end, { band })).toBe(true)
    }),
  )
})

it('proposes an outcome and names what nobody does yet', () => {
  const items = [{ code: 'R38-3', facts: '', loss: 1n, otherLoss: 0n, fine: 0n }]
  expect(suggestOutcome({ fined: 1n, deducted: 1n }, { items })).toBe('penalty')
  expect(suggestOutcome({ fined: 0n, deducted: 1n }, { items })).toBe('agreement')
  expect(suggestOutcome({ fined: 0n, deducted: 0n }, { items })).toBe('no-penalty')
  expect(suggestOutcome({ fined: 0n, deducted: 0n }, { items: [] })).toBe('dropped')
  const totals = { loss: 1n, otherLoss: 0n, voluntary: 0n, recovered: 0n, fined: 2n, deducted: 0n }
  expect(missingMeasures(totals, [{ money: undefined }])).toEqual(['recovery', 'fine'])
  expect(missingMeasures(totals, [{ money: 'fine' }, { money: 'recovery' }])).toEqual([])
})
