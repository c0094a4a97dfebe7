import { readFileSync } from 'node:fs'
import path from 'node:path'
import { lawDataSchemas } from '../../src/lawbook/law-data'
import { lawStatuses, type NewLawEntry } from '../../src/lawbook/law-entry'
import { overlap } from '../../src/lawbook/law.rules'
import { limitNames } from '../../src/lawbook/limits.rules'
import { shippedLaw } from '../../src/lawbook/shipped-law'

const law = shippedLaw()
const ofKind = (kind: string) => law.filter(entry => entry.kind === kind)
const nameOf = ({ kind, code, place }: NewLawEntry) => `${kind} ${code} ${place}`

describe('the shipped law', () => {
  it.each(law.map(entry => [nameOf(entry), entry] as const))('%s is well formed', (_, entry) => {
    expect(lawDataSchemas[entry.kind].safeParse(entry.data).error).toBeUndefined()
    expect(entry.source.trim()).not.toBe('')
    expect(lawStatuses).toContain(entry.status)
  })

  it('never has two versions on one day', () => {
    const clashes = law.filter(one =>
      law.some(other => other.kind === one.kind && other !== one && overlap(one, other)),
    )
    expect(clashes.map(nameOf)).toEqual([])
  })

  it('has every key once', () => {
    const keys = law.map(entry => `${nameOf(entry)} ${entry.version}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('answers every limit that the code asks for, and no other', () => {
    expect(
      ofKind('limit')
        .map(({ code }) => code)
        .sort(),
    ).toEqual([...limitNames].sort())
  })

  it('gives each kind of target something to choose', () => {
    const targets = ofKind('target-kind').map(({ code }) => code)
    const behaviours = ofKind('behaviour').map(
      ({ data }) => (data as { targetKinds: string[] }).targetKinds,
    )
    for (const target of targets)
      expect(behaviours.filter(kinds => kinds.includes(target)).length).toBeGreaterThanOrEqual(2)
    expect(new Set(behaviours.flat())).toEqual(new Set(targets))
  })

  it('words the home page as the mock-up does', () => {
    const home = ofKind('behaviour').filter(({ data }) => (data as { home: boolean }).home)
    expect(home.map(({ code }) => code)).toEqual([
      ...['A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'B3'],
      ...['C1', 'C2', 'C3', 'D1', 'D2', 'D3'],
    ])
  })

  // What the product decided itself (D) is no research.
  // clocks.expected.json was taken from the research (domain/deadlines.json) by a script, not by hand.
  it('has every clock of the research with its length and unit', () => {
    const researched = ofKind('deadline-rule').filter(({ status }) => status !== 'D')
    const clocks = researched.map(({ code, place, data }) => {
      const { length, unit } = data as { length: number | null; unit: string | null }
      return [code, place, length, unit]
    })
    const expected = JSON.parse(
      readFileSync(path.join(__dirname, 'clocks.expected.json'), 'utf8'),
    ) as unknown[]
    expect(clocks).toEqual(expected)
  })
})
