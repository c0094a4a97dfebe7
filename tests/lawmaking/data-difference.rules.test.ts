import * as fc from 'fast-check'
import shipped from '../../src/lawbook/data/reward-rule.json'
import { dataDifference } from '../../src/lawmaking/data-difference.rules'
import { templateWords } from '../../src/lawmaking/template.rules'

const rules = shipped.entries.map(({ data }) => data)
const compare = (before: unknown, after: unknown) =>
  dataDifference(JSON.stringify(before), JSON.stringify(after, null, 4))

const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, one]) => [key, turned(one)]),
  )
}

it('another order of keys and other white space are no difference', () => {
  for (const rule of rules) expect(compare(rule, turned(rule))).toEqual([])
})

it('sees whatever differs as data', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const [before, after] = [{ one }, { one: other }]
      const isSame = JSON.stringify(turned(before)) === JSON.stringify(turned(after))
      fc.pre(!isSame)
      expect(compare(before, after)).not.toEqual([])
    }),
  )
})

const rate = (from: number, to: number | null, more: string) => ({ from, to, rate: more })
const steps = (...brackets: unknown[]) => ({ formula: { shape: 'segmented', brackets } })

it('names brackets by their edges, and whatever came and went', () => {
  const before = steps(rate(0, 10, '0.03'), rate(10, null, '0.02'))
  const after = {
    note: '',
    ...steps(rate(0, 10, '0.01'), rate(10, 50, '0.02'), rate(50, null, '0')),
  }
  const list = 'formula.brackets'
  expect(compare(before, after)).toEqual([
    { path: list, before: '0 到 10、10 以上', after: '0 到 10、10 到 50、50 以上' },
    { path: `${list}[0 到 10].rate`, before: '0.03', after: '0.01' },
    { path: `${list}[10 以上].rate`, before: '0.02', after: undefined },
    { path: 'note', before: undefined, after: '空白' },
    { path: `${list}[10 到 50].rate`, before: undefined, after: '0.02' },
    { path: `${list}[50 以上].rate`, before: undefined, after: '0' },
  ])
})

it('names grades by their names, also when only their order differs; lists of words are one entry', () => {
  const grades = (...names: string[]) => ({ grades: names.map(name => ({ name, rate: '0.01' })) })
  expect(compare(grades('一级', '二级'), grades('二级', '一级'))).toEqual([
    { path: 'grades', before: '一级、二级', after: '二级、一级' },
  ])
  expect(compare({ steps: ['rate', 'cap'] }, { steps: ['cap', 'rate'] })).toEqual([
    { path: 'steps', before: '["rate","cap"]', after: '["cap","rate"]' },
  ])
})

it('leaves alone what is no data', () => {
  const template = templateWords({
    ...{ name: '告知书', order: 1, word: '字', addressee: '', text: '正文', variables: [] },
  })
  expect(dataDifference(template, template)).toBeUndefined()
  expect(dataDifference('', '{}')).toBeUndefined()
})
