import columns from '../../src/vocabulary/columns.json'
import { cloneDatabase, type TestDatabase } from '../support/database'

type Column = { readonly class: string; readonly why: string }
const inventory: Readonly<Record<string, Readonly<Record<string, Column>>>> = columns
const listed = Object.entries(inventory).flatMap(([table, of]) =>
  Object.entries(of).map(([column, { class: kind, why }]) => ({ table, column, kind, why })),
)

type Found = {
  readonly table_name: string
  readonly column_name: string
  readonly data_type: string
}

let database: TestDatabase
let found: readonly Found[]

beforeAll(async () => {
  database = await cloneDatabase()
  const { rows } = await database.tables.raw<{ rows: Found[] }>(
    `SELECT CASE c.table_schema WHEN 'public' THEN '' ELSE c.table_schema || '.' END || c.table_name AS table_name,
       c.column_name, c.data_type
     FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema IN ('public', 'graphile_worker') AND t.table_type = 'BASE TABLE'
       AND c.table_name NOT LIKE 'knex_migrations%'`,
  )
  found = rows
})
afterAll(() => database.drop())

const names = (list: readonly string[]) => [...list].sort()

it('classifies every column of the migrated database, and no other', () => {
  expect(names(listed.map(({ table, column }) => `${table}.${column}`))).toEqual(
    names(found.map(({ table_name, column_name }) => `${table_name}.${column_name}`)),
  )
})

it('says of every column whether it is clear or sealed, and why', () => {
  const unsaid = listed.filter(({ kind, why }) => !['clear', 'sealed'].includes(kind) || why === '')

  expect(unsaid).toEqual([])
})

it('keeps what is sealed as bytes', () => {
  const typeOf = new Map(
    found.map(({ table_name, column_name, data_type }) => [
      `${table_name}.${column_name}`,
      data_type,
    ]),
  )
  const wrong = listed
    .filter(({ kind }) => kind === 'sealed')
    .filter(({ table, column }) => typeOf.get(`${table}.${column}`) !== 'bytea')

  expect(wrong).toEqual([])
})
