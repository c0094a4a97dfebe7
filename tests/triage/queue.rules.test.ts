import fc from 'fast-check'
import {
  countInWords,
  filterNames,
  lights,
  pageSizes,
  plainWish,
  queueHref,
  queueViews,
  readCursor,
  sortKeys,
  writeCursor,
  type Place,
  type QueueWish,
  type Sort,
} from '../../src/triage/queue.rules'
import { knownChoices, readQueue } from '../../src/triage/queue.schema'

const options = {
  behaviour: [{ value: 'A1' }, { value: 'B2' }],
  kind: [{ value: 'hospital' }],
  state: [{ value: 'received' }, { value: 'checking' }],
  source: [{ value: 'web' }],
  region: [{ value: '330102' }],
  handler: [{ value: '0b2d6a1e-8f3c-4a52-9a51-6d1d2f0b7a11' }],
  screening: [{ value: 'suspect' }],
}
const choices = knownChoices(options)

const anySort: fc.Arbitrary<Sort> = fc.record({
  by: fc.constantFrom(...sortKeys),
  descending: fc.boolean(),
})
const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10))
const valueOf: Record<Sort['by'], fc.Arbitrary<string>> = {
  due: fc.oneof(day, fc.constant('infinity')),
  number: fc.constant(''),
  behaviour: fc.constantFrom('A1', 'X2'),
  state: fc.constantFrom('received', 'checking'),
}
const anyPlace: fc.Arbitrary<[Sort, Place]> = anySort.chain(sort =>
  fc.tuple(fc.constant(sort), fc.record({ value: valueOf[sort.by], arrival: fc.nat() })),
)

const anyWish: fc.Arbitrary<QueueWish> = fc.record({
  view: fc.constantFrom(...queueViews),
  light: fc.option(fc.constantFrom(...lights), { nil: undefined }),
  filters: fc
    .tuple(
      ...filterNames.map(name => fc.option(fc.constantFrom(...options[name]), { nil: undefined })),
    )
    .map(chosen =>
      Object.fromEntries(
        filterNames.flatMap((name, at) => {
          const value = chosen[at]?.value
          return value === undefined ? [] : [[name, value]]
        }),
      ),
    ),
  sort: anySort,
  size: fc.constantFrom(...pageSizes),
})

const queryOf = (href: string) =>
  Object.fromEntries(new URL(href, 'http://site').searchParams.entries())

describe('the address of a list', () => {
  it('says everything and reads back the same', () => {
    fc.assert(
      fc.property(anyWish, wish => {
        const read = readQueue(queryOf(queueHref(wish)), choices)

        expect(read).toEqual({ wish, problems: {} })
      }),
    )
  })

  it('leaves out what is as usual', () => {
    expect(queueHref(plainWish)).toBe('/staff/queue')
  })

  it('carries a place to go on from, in either direction', () => {
    fc.assert(
      fc.property(anyPlace, fc.boolean(), ([sort, place], backwards) => {
        const wish = { ...plainWish, sort }
        const turn = { [backwards ? 'before' : 'after']: writeCursor(sort, place) }

        expect(readQueue(queryOf(queueHref(wish, turn)), choices)).toEqual({
          wish,
          from: { ...place, backwards },
          problems: {},
        })
      }),
    )
  })
})

describe('a cursor', () => {
  it('belongs to the order it was written for', () => {
    const cursor = writeCursor(
      { by: 'due', descending: false },
      { value: '2026-12-11', arrival: 7 },
    )

    expect(readCursor({ by: 'due', descending: true }, cursor)).toBeUndefined()
    expect(readCursor({ by: 'state', descending: false }, cursor)).toBeUndefined()
  })

  it('is never read from anything that was not written here', () => {
    fc.assert(
      fc.property(anySort, fc.oneof(fc.string(), fc.base64String(), fc.json()), (sort, text) => {
        const encoded = Buffer.from(text).toString('base64url')

        expect([readCursor(sort, text), readCursor(sort, encoded)]).toEqual([undefined, undefined])
      }),
    )
  })

  it.each([
    ['["due","2026-13-45",1]', 'due'],
    ['["due","0000-01-01",1]', 'due'],
    ['["due","2026-02-30",1]', 'due'],
    ['["due","x\' OR 1=1",1]', 'due'],
    ['["due","2026-12-11",-1]', 'due'],
    ['["due","2026-12-11",1.5]', 'due'],
    ['["due","2026-12-11",1e300]', 'due'],
    ['["due","2026-12-11"]', 'due'],
    ['["number","2026-12-11",1]', 'number'],
    ['["state","a b",1]', 'state'],
  ] as const)('is refused when it says %s', (text, by) => {
    const cursor = Buffer.from(text).toString('base64url')

    expect(readCursor({ by, descending: false }, cursor)).toBeUndefined()
  })
})

it.each([
  [{ view: 'everything' }, { views: '没有这个视图，已经换成全部在办。' }],
  [{ light: 'blue' }, { lights: '期限灯只有红、黄、绿，已经去掉这一项。' }],
  [{ size: '1000000' }, { sizes: '一页只能放 12、25、50 或者 100 件，已经改成 25 件。' }],
  [{ sort: 'sealed_title' }, { 'f-sort': '不能这样排序，已经按期限排。' }],
  [{ behaviour: 'Z9' }, { 'f-behaviour': '行为里没有这一项，已经去掉。' }],
  [{ state: ['received', 'checking'] }, { 'f-state': '阶段里没有这一项，已经去掉。' }],
  [{ handler: "' OR 1=1 --" }, { 'f-handler': '承办人里没有这一位，已经去掉。' }],
  [{ after: 'nonsense' }, { list: '这一页的位置读不出来，已经回到第一页。' }],
])('tells what it does not know, and asks for none of it: %j', (query, problems) => {
  expect(readQueue(query, choices)).toEqual({ wish: plainWish, problems })
})

it('stops counting at ten thousand and says so', () => {
  expect([countInWords(86), countInWords(9999), countInWords(10_000)]).toEqual([
    '86',
    '9,999',
    '10,000+',
  ])
})
