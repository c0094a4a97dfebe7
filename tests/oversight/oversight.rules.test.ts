import fc from 'fast-check'
import {
  bodiesBelow,
  faultOf,
  letterActions,
  possible,
  readCaseNumber,
  sideOf,
} from '../../src/oversight/letter.rules'
import { drawPlaces, idAt, SAMPLE_ALGORITHM } from '../../src/oversight/sample-algorithm'
import { verifySample } from '../../src/oversight/sample-record'
import { outcomesOf } from '../../src/oversight/sample.rules'
import type { OrganisationId, StaffId } from '../../src/vocabulary/ids'

const at = new Date('2026-11-23T02:00:00Z')
const letter = { state: 'open', issuedBy: 'a', receivedAt: at, sample: undefined } as const
const above = { side: 'above', staffId: 'b' } as const
const below = { side: 'below', staffId: 'c' } as const

describe('what can be done with a letter', () => {
  it('by whom, while it stands where', () => {
    expect(possible(letter, above)).toEqual(['chase', 'prolong'])
    expect(possible(letter, below)).toEqual(['answer'])
    expect(possible({ ...letter, receivedAt: null }, below)).toEqual(['receive'])
    expect(possible(letter, { side: 'handler', staffId: 'd' })).toEqual([])
    const answered = { ...letter, state: 'answered' } as const
    expect(possible(answered, above)).toEqual(['send-back', 'close'])
    expect(possible(answered, { side: 'above', staffId: 'a' })).toEqual(['send-back'])
    expect(possible(answered, below)).toEqual(['answer'])
    for (const who of [above, below])
      expect(possible({ ...letter, state: 'closed' }, who)).toEqual([])
  })

  it('what was drawn is handed over, judged, and answered only when it is returned', () => {
    const drawn = { ...letter, sample: { handedAt: null, verdict: null } }
    expect(possible(drawn, below)).toEqual(['hand'])
    expect(possible(drawn, { side: 'handler', staffId: 'd' })).toEqual(['hand'])
    expect(possible({ ...drawn, receivedAt: null }, below)).toEqual(['receive'])
    expect(possible(drawn, above)).toEqual(['chase', 'prolong'])
    const handed = { ...letter, sample: { handedAt: at, verdict: null } }
    expect(possible(handed, above)).toEqual(['chase', 'prolong', 'judge'])
    expect(possible(handed, below)).toEqual([])
    expect(faultOf('judge', handed, { side: 'above', staffId: 'a' })).toBe('oversight.own-letter')
    expect(possible({ ...letter, sample: { handedAt: at, verdict: 'returned' } }, below)).toEqual([
      'answer',
    ])
    expect(letterActions).toHaveLength(8)
  })

  it('as whom somebody comes', () => {
    const [from, to] = ['p', 'c'] as OrganisationId[] as [OrganisationId, OrganisationId]
    const actor = (
      organisationId: OrganisationId,
      duties: readonly ('principal' | 'handler' | 'intake' | 'supervision')[],
    ) => ({ side: 'staff', id: 'x' as StaffId, displayName: '', organisationId, duties }) as const
    expect(sideOf({ from, to }, false, actor(from, ['supervision']))).toBe('above')
    expect(sideOf({ from, to }, false, actor(from, ['intake']))).toBeUndefined()
    expect(sideOf({ from, to }, false, actor(to, ['principal']))).toBe('below')
    expect(sideOf({ from, to }, true, actor(to, ['handler']))).toBe('handler')
    expect(sideOf({ from, to }, false, actor(to, ['handler', 'supervision']))).toBeUndefined()
  })
})

it('finds the bodies below at any depth, and ends where bodies stand in a circle', () => {
  const body = (id: string, parentId: string | null) => ({
    id: id as OrganisationId,
    parentId: parentId as OrganisationId | null,
  })
  const all = [body('p', null), body('c', 'p'), body('t', 'c'), body('x', 'y'), body('y', 'x')]
  expect(bodiesBelow(all, 'p' as OrganisationId).map(({ id }) => id)).toEqual(['c', 't'])
  expect(bodiesBelow(all, 'x' as OrganisationId).map(({ id }) => id)).toEqual(['y'])
})

it.each([
  ['医保举〔2026〕00318', { year: 2026, serial: 318 }],
  ['2026 318 号', { year: 2026, serial: 318 }],
  ['318', undefined],
  ['20263 18', undefined],
])('reads the number of a case: %s', (typed, read) => {
  expect(readCaseNumber(typed)).toEqual(read)
})

it('keeps out of every pool what ended elsewhere', () => {
  const ends = ['penalty', 'dropped', 'merged', 'handed-over', 'refused']
  expect(outcomesOf('all', ends)).toEqual(['penalty', 'dropped', 'refused'])
  expect(outcomesOf('with', ends)).toEqual(['penalty'])
  expect(outcomesOf('without', ends)).toEqual(['dropped', 'refused'])
})

describe('the sample', () => {
  const inputs = (poolSize: number, wanted: number) => ({
    ...({ algorithm: SAMPLE_ALGORITHM, sample: '抽查〔2026〕1 号' } as const),
    ...{ poolSize, wanted, poolHash: 'ab'.repeat(32) },
  })
  const seed = Buffer.alloc(32, 7)

  it('draws as many different places as are wanted, all within the pool', () => {
    const sizes = fc
      .integer({ min: 2, max: 1_000_000 })
      .chain(size =>
        fc.tuple(fc.constant(size), fc.integer({ min: 1, max: Math.min(100, size - 1) })),
      )
    fc.assert(
      fc.property(sizes, fc.stringMatching(/^[0-9A-Za-z]{4,32}$/), ([size, wanted], word) => {
        const places = drawPlaces(inputs(size, wanted), seed, word)
        expect(new Set(places).size).toBe(wanted)
        expect(places.every(place => place >= 0 && place < size)).toBe(true)
        expect(places).toEqual(places.toSorted((one, other) => one - other))
      }),
      { numRuns: 60 },
    )
  })

  it('comes out the same always, and favours no place', () => {
    expect(drawPlaces(inputs(1000, 3), seed, 'Hailstone7')).toEqual(
      drawPlaces(inputs(1000, 3), seed, 'Hailstone7'),
    )
    const times = [0, 0, 0, 0, 0]
    for (let at = 0; at < 2000; at += 1)
      for (const place of drawPlaces(inputs(5, 2), seed, `word${at}`))
        times[place] = (times[place] ?? 0) + 1
    for (const count of times) expect(Math.abs(count - 800)).toBeLessThan(120)
  })

  it('reads ids out of the pool, and refuses what is no record', () => {
    const pool = Buffer.from('00112233445566778899aabbccddeeff'.repeat(2), 'hex')
    expect(idAt(pool, 1)).toBe('00112233-4455-6677-8899-aabbccddeeff')
    for (const text of ['', '{}', '[1]', '{"format":"mingshao-sample-record"}'])
      expect(verifySample(text)).toMatchObject({ ok: false })
  })
})
