import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import promises from '../promises.json'

const root = path.resolve(__dirname, '../..')
const text = readFileSync(path.join(root, 'docs/threat-model.md'), 'utf8')

/** From a heading to the next of its level. */
const section = (heading: string): string => {
  const [, after = ''] = text.split(`\n## ${heading}\n`)
  return after.split('\n## ')[0] ?? ''
}

/** The rows of the tables in it, cell by cell, without head and rule. */
const rowsOf = (heading: string): string[][] =>
  section(heading)
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
    .slice(2)

const namedTests = (words: string): string[] =>
  [...words.matchAll(/`(tests\/[^`]+)`/g)].map(([, file]) => file ?? '')

it('names tests that are there', () => {
  const named = namedTests(text)

  expect(named.length).toBeGreaterThan(30)
  expect(named.filter(file => !existsSync(path.join(root, file)))).toEqual([])
})

it('has a test for every separation, and says by what it holds', () => {
  const rows = rowsOf('Key or check')

  expect(rows.length).toBeGreaterThan(15)
  for (const [separation = '', key, database, check, shown = ''] of rows) {
    expect([separation, namedTests(shown)]).not.toEqual([separation, []])
    expect([separation, `${key ?? ''}${database ?? ''}${check ?? ''}`]).not.toEqual([
      separation,
      '',
    ])
  }
})

it('links promises that exist, and only to tests that keep them', () => {
  const rows = rowsOf('Promises and their tests')
  const numbers = new Set(promises.map(({ promise }) => promise))

  expect(rows.map(([promise = '']) => Number.parseInt(promise, 10))).toEqual([
    ...[2, 3, 9, 10, 14, 15, 16, 17, 18],
  ])
  for (const [promise = '', shown = ''] of rows) {
    const number = Number.parseInt(promise, 10)
    expect(numbers).toContain(number)
    const clauses = promises.find(one => one.promise === number)?.clauses ?? []
    const kept = new Set(clauses.flatMap(clause => ('tests' in clause ? clause.tests : [])))
    expect(namedTests(shown).filter(file => !kept.has(file))).toEqual([])
  }
})

it('says of every part what its compromise surrenders, and what it does not', () => {
  const rows = rowsOf('What a compromise of X surrenders')
  const parts = rows.map(([part = '']) => part).join('\n')

  for (const part of [
    ...['database', 'blob', 'backup', 'memory', 'installation secret', 'administrator', 'auditor'],
    ...['intake', 'handler', 'custodian', 'supervision', 'legal', 'finance', 'publicity'],
    ...['recovery sheet', 'proxy', 'mail', 'jobs', 'application role', 'browser'],
  ])
    expect(parts).toContain(part)
})

it('names only documents, commands and files of the house', () => {
  const files = [...text.matchAll(/`((?:src|docs)\/[\w/.-]+)`/g)].map(([, file]) => file ?? '')

  expect(files.filter(file => !existsSync(path.join(root, file)))).toEqual([])
})
