import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import {
  ALGORITHM,
  commitmentTo,
  draw,
  spell,
  tooFewFor,
  type DrawInputs,
} from '../../src/draws/algorithm'
import { verifyRecord, type DrawRecord } from '../../src/draws/record'

const inputsOf = (change: Partial<DrawInputs> = {}): DrawInputs => ({
  algorithm: ALGORITHM,
  draw: '抽〔2026〕00001',
  each: 2,
  pool: [1, 2, 3, 4],
  absent: [{ staff: 5, reason: 'leave' }],
  cases: [{ number: '医保举〔2026〕00012', excluded: [] }],
  ...change,
})

const seedAt = (at: number): Buffer => createHash('sha256').update(`seed ${at}`).digest()

/** Chi-square of what came against equal shares. */
const skewOf = (counts: readonly number[]): number => {
  const share = counts.reduce((sum, one) => sum + one, 0) / counts.length
  return counts.reduce((sum, one) => sum + (one - share) ** 2 / share, 0)
}

const pairs = ['1,2', '1,3', '1,4', '2,3', '2,4', '3,4']

describe('a draw', () => {
  it('comes out as it did on the day it was written down, on every machine', () => {
    const known = draw(
      inputsOf({
        cases: [
          { number: 'A', excluded: [] },
          { number: 'B', excluded: [2] },
          { number: 'C', excluded: [] },
        ],
      }),
      Buffer.alloc(32, 7),
      'Zhao2026',
    )
    expect(known).toMatchInlineSnapshot(`
     [
       {
         "handlers": [
           3,
           4,
         ],
         "number": "A",
       },
       {
         "handlers": [
           1,
           4,
         ],
         "number": "B",
       },
       {
         "handlers": [
           2,
           3,
         ],
         "number": "C",
       },
     ]
    `)
  })

  it('gives every pair the same chance', () => {
    const counts = new Map(pairs.map(pair => [pair, 0]))
    for (let at = 0; at < 12_000; at += 1) {
      const [first] = draw(inputsOf(), seedAt(at), 'abcd')
      const pair = first?.handlers.join(',') ?? ''
      counts.set(pair, (counts.get(pair) ?? 0) + 1)
    }
    expect([...counts.keys()].sort()).toEqual(pairs)
    // 5 degrees of freedom: 20.5 is passed once in a thousand tries; these seeds are always the same.
    expect(skewOf([...counts.values()])).toBeLessThan(20.5)
  })

  it('depends on the word as much as on the seed: neither person alone decides', () => {
    const seed = seedAt(1)
    const words = Array.from({ length: 6000 }, (_, at) => `word${at}`)
    const counts = new Map(pairs.map(pair => [pair, 0]))
    for (const word of words) {
      const pair = draw(inputsOf(), seed, word)[0]?.handlers.join(',') ?? ''
      counts.set(pair, (counts.get(pair) ?? 0) + 1)
    }
    expect(skewOf([...counts.values()])).toBeLessThan(20.5)
  })

  const anyInputs = fc
    .record({
      pool: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 3, maxLength: 20 }),
      each: fc.integer({ min: 1, max: 3 }),
      excluded: fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }), {
        minLength: 1,
        maxLength: 12,
      }),
    })
    .map(({ pool, each, excluded }) =>
      inputsOf({
        pool,
        each,
        cases: excluded.map((away, at) => ({ number: `N${at}`, excluded: away })),
      }),
    )
    .filter(inputs => tooFewFor(inputs).length === 0)

  it('draws different people of the pool, nobody excluded, and the same again from the record', () => {
    fc.assert(
      fc.property(anyInputs, fc.uint8Array({ minLength: 32, maxLength: 32 }), (inputs, bytes) => {
        const seed = Buffer.from(bytes)
        const result = draw(inputs, seed, 'w0rd')
        result.forEach(({ handlers }, at) => {
          expect(new Set(handlers).size).toBe(inputs.each)
          for (const one of handlers) {
            expect(inputs.pool).toContain(one)
            expect(inputs.cases[at]?.excluded).not.toContain(one)
          }
        })
        expect(draw(inputs, seed, 'w0rd')).toEqual(result)
      }),
    )
  })

  it('spreads several cases: without exclusions nobody is drawn twice before everybody was drawn once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 12 }),
        fc.integer({ min: 1, max: 9 }),
        (people, count) => {
          const inputs = inputsOf({
            pool: Array.from({ length: people }, (_, at) => at + 1),
            cases: Array.from({ length: count }, (_, at) => ({ number: `N${at}`, excluded: [] })),
          })
          const times = new Map<number, number>()
          for (const { handlers } of draw(inputs, seedAt(people * count), 'word'))
            for (const one of handlers) times.set(one, (times.get(one) ?? 0) + 1)
          const counts = inputs.pool.map(one => times.get(one) ?? 0)
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it.each([
    ['as many as are wanted', { pool: [1, 2] }, ['医保举〔2026〕00012']],
    ['enough by one', { pool: [1, 2, 3] }, []],
    ['nobody', { pool: [] }, ['医保举〔2026〕00012']],
    [
      'too few for one case only, because of 回避',
      {
        cases: [
          { number: 'A', excluded: [] },
          { number: 'B', excluded: [1, 2] },
        ],
      },
      ['B'],
    ],
  ] as const)('names the cases for which there are %s', (_, change, named) => {
    expect(tooFewFor(inputsOf(change))).toEqual(named)
  })

  it('is spelled in one way, whatever the order in which people were written down', () => {
    expect(spell(inputsOf({ pool: [4, 2, 1, 3] }))).toBe(spell(inputsOf()))
  })
})

describe('a record', () => {
  const seed = randomBytes(32)
  const record: DrawRecord = {
    format: 'mingshao-draw-record',
    inputs: inputsOf() as DrawRecord['inputs'],
    commitment: commitmentTo(seed).toString('hex'),
    seed: seed.toString('hex'),
    word: 'Zhao2026',
    result: draw(inputsOf(), seed, 'Zhao2026') as DrawRecord['result'],
  }
  const changed = (change: Partial<DrawRecord>): string => JSON.stringify({ ...record, ...change })
  const [first] = record.result
  const drawn = first?.handlers ?? []
  const other = [1, 2, 3, 4].filter(one => !drawn.includes(one))

  it('is confirmed by whoever recomputes it', () => {
    const { ok, lines } = verifyRecord(JSON.stringify(record))
    expect(ok).toBe(true)
    expect(lines[0]).toBe('抽〔2026〕00001 重新计算，结果一致。')
  })

  it.each([
    ['another seed', changed({ seed: seedAt(3).toString('hex') }), '种子'],
    [
      'another seed with a commitment to fit',
      changed({
        seed: Buffer.alloc(32).toString('hex'),
        commitment: commitmentTo(Buffer.alloc(32)).toString('hex'),
        result: [{ number: first?.number ?? '', handlers: [0, 0] }],
      }),
      '不是抽取记录',
    ],
    [
      'other people',
      changed({ result: [{ number: first?.number ?? '', handlers: other }] }),
      '不一样',
    ],
    ['nobody drawn', changed({ result: [] }), '不一样'],
    [
      'one person twice in the pool',
      changed({ inputs: inputsOf({ pool: [1, 1, 2, 3] }) as never }),
      '重复',
    ],
    [
      'too few',
      changed({ inputs: inputsOf({ pool: [1, 2] }) as never }),
      '候选人不够：医保举〔2026〕00012',
    ],
    ['a word of another form', changed({ word: 'a b' }), '不是抽取记录'],
    [
      'another algorithm',
      changed({ inputs: { ...inputsOf(), algorithm: 'mine' } as never }),
      '不是抽取记录',
    ],
    ['no JSON', '{', '不是抽取记录'],
    ['nothing', '', '不是抽取记录'],
  ])('with %s is not', (_, text, words) => {
    const { ok, lines } = verifyRecord(text)
    expect(ok).toBe(false)
    expect(lines.join('')).toContain(words)
  })
})
