import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import sentences from '../../src/publicity/data/safety-sentences.json'
import promises from '../promises.json'

const projectRoot = path.resolve(__dirname, '../..')
const last = 24
const issues = ['2 of 6', '3 of 6', '4 of 6', '5 of 6', '6 of 6']
/** Nobody has promised when: said so, instead of naming an issue that does not have it. */
const open = 'no issue yet'

const Kept = z.strictObject({ clause: z.string().min(5), tests: z.array(z.string()).min(1) })
const Owed = z.strictObject({ clause: z.string().min(3), closedBy: z.enum([...issues, open]) })
const Promises = z.array(
  z.strictObject({ promise: z.int(), clauses: z.array(z.union([Kept, Owed])).min(1) }),
)

const missing = (files: readonly string[]): string[] =>
  files.filter(file => !existsSync(path.join(projectRoot, file)))

const isTest = (file: string): boolean =>
  /^tests\/[\w/.-]+\.test\.ts$/.test(file) || file === '.ci/run'

const list = Promises.parse(promises)
const testsOf = (clauses: (typeof list)[number]['clauses']): string[] =>
  clauses.flatMap(clause => ('tests' in clause ? clause.tests : []))

it('lists every promise once, in order, and each of its clauses is tested or owed by an issue', () => {
  expect(list.map(({ promise }) => promise)).toEqual(
    Array.from({ length: last }, (_, at) => at + 1),
  )
})

it('names tests that are there', () => {
  const named = list.flatMap(({ clauses }) => testsOf(clauses))

  expect(missing(named)).toEqual([])
  expect(named.filter(file => !isTest(file))).toEqual([])
})

it('owes nothing of what the first issue closes, but what a later one names', () => {
  const closed = new Set([1, 2, 3, 8, 9, 10, 14, 15, 16, 17])
  const untested = list.filter(
    ({ promise, clauses }) => closed.has(promise) && testsOf(clauses).length === 0,
  )
  const adrift = list
    .filter(({ promise }) => closed.has(promise))
    .flatMap(({ clauses }) => clauses)
    .filter(clause => 'closedBy' in clause && clause.closedBy === open)

  expect(untested).toEqual([])
  expect(adrift).toEqual([])
})

describe('the safety page', () => {
  it('says nothing that no test shows', () => {
    const unproved = sentences.filter(({ test }) => !isTest(test))

    expect(unproved.map(({ id }) => id)).toEqual([])
    expect(missing(sentences.map(({ test }) => test))).toEqual([])
  })

  it('says nothing of a promise of which no clause is tested', () => {
    const tested = list.filter(({ clauses }) => testsOf(clauses).length > 0)
    const numbers = tested.map(({ promise }) => promise)

    expect(sentences.filter(({ promise }) => !numbers.includes(promise))).toEqual([])
  })
})
