import { randomBytes, randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { addDays, dayOf, systemClock, type Day } from '../src/platform/clock'
import { asSymmetricKey, sealJson, sealKeyTo } from '../src/platform/crypto'
import { openDatabaseHome } from '../src/platform/embedded/home'

/**
 * A bureau's cases, written straight into the tables: each has a key of its own, sealed to the intake desk,
 * and a title sealed under that key, as if it had been reported. States, days, districts, behaviours and
 * handlers are spread as in a bureau that is behind with its work: the worst that a queue can be.
 */
type Desk = {
  readonly id: string
  readonly version: number
  readonly publicKey: Buffer
  readonly organisationId: string
}

const BATCH = 2_000
const DAYS = 730

const deskOf = async (client: Client): Promise<Desk> => {
  const { rows } = await client.query<Desk>(
    `SELECT d.id, k.version, k.public_key AS "publicKey", d.organisation_id AS "organisationId"
     FROM desks d JOIN desk_keys k ON k.desk_id = d.id JOIN staff s USING (organisation_id)
     WHERE d.kind = 'intake' AND s.username = 'intake' ORDER BY k.version DESC LIMIT 1`,
  )
  const [desk] = rows
  if (desk === undefined) throw new Error('the intake desk has no key yet')
  return desk
}

const listOf = async (client: Client, text: string): Promise<string[]> =>
  (await client.query<{ one: string }>(text)).rows.map(({ one }) => one)

/** The same figures in every run: the n-th case falls where it falls. */
const spread = (n: number, salt: number, many: number): number =>
  Math.floor(((Math.imul(n + 1, 2_654_435_761 + salt * 40_503) >>> 0) / 2 ** 32) * many)

const pick = <T>(n: number, salt: number, from: readonly T[]): T => {
  const one = from[spread(n, salt, from.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

const states = [
  ...Array<string>(2).fill('received'),
  ...Array<string>(3).fill('accepted'),
  ...Array<string>(11).fill('checking'),
  ...Array<string>(4).fill('refused'),
]
const sources = ['web', 'web', 'web', 'web', 'web', 'web', 'hotline', 'hotline', 'visit', 'letter']
const gists = ['出院记录同一天补写', '挂床住院', '串换药品', '虚开费用', '冒名就医', '超标准收费']

type Lists = {
  /** Whether somebody else writes what makes their words findable. */
  readonly indexed: boolean
  readonly desk: Desk
  readonly regions: readonly string[]
  readonly behaviours: readonly string[]
  readonly handlers: readonly string[]
  readonly today: Day
}

const newCase = (n: number, lists: Lists) => {
  const { desk, regions, behaviours, today, indexed } = lists
  const id = randomUUID()
  const key = asSymmetricKey(randomBytes(32))
  const state = pick(n, 1, states)
  const received = addDays(today, spread(n, 2, DAYS) - DAYS)
  const behaviour = pick(n, 3, behaviours)
  const title = {
    target: `${pick(n, 4, ['和安', '仁济', '康宁', '同心'])}医院第 ${n} 号`,
    gist: pick(n, 5, gists),
    identity: pick(n, 6, ['anon', 'anon', 'anon-claim', 'named']),
    strict: spread(n, 7, 20) === 0,
  }
  const seal = { table: 'case_seals', column: 'sealed', row: id, recipient: `desk:${desk.id}` }
  return {
    n,
    id,
    key,
    target: title.target,
    indexed,
    organisation: desk.organisationId,
    year: Number(received.slice(0, 4)),
    state,
    open: state !== 'refused',
    source: pick(n, 8, sources),
    region: pick(n, 9, regions),
    kind: behaviour.startsWith('B') ? 'pharmacy' : 'hospital',
    behaviour,
    received,
    due: state === 'refused' ? 'infinity' : addDays(received, 45 + spread(n, 10, 60)),
    handlers: state === 'checking' ? 2 : 0,
    unread: spread(n, 11, 30) === 0 ? 1 : 0,
    suspect: spread(n, 12, 50) === 0,
    title: sealJson(key, { table: 'cases', column: 'sealed_title', row: id }, title),
    seal: sealKeyTo(desk.publicKey, { ...seal, version: desk.version }, key),
  }
}
export type NewCase = ReturnType<typeof newCase>

const caseTypes: Readonly<Record<string, string>> = {
  id: 'uuid',
  organisation: 'uuid',
  year: 'int',
  serial: 'int',
  state: 'text',
  open: 'bool',
  source: 'text',
  region: 'text',
  kind: 'text',
  behaviour: 'text',
  received: 'date',
  due: 'date',
  handlers: 'int',
  unread: 'int',
  suspect: 'bool',
  indexed: 'bool',
  title: 'bytea',
}

const unnested = (types: readonly string[]): string =>
  `unnest(${types.map((type, at) => `$${at + 1}::${type}[]`).join(', ')})`

const insertCases = async (
  client: Client,
  cases: readonly (NewCase & { readonly serial: number })[],
): Promise<void> => {
  const names = Object.keys(caseTypes)
  await client.query(
    `INSERT INTO cases (id, organisation_id, year, serial, state, is_open, source, region_code,
       target_kind, behaviour, behaviours, received_on, next_due_on, handlers, unread, suspect, indexed,
       sealed_title)
     SELECT id, organisation, year, serial, state, open, source, region, kind, behaviour,
       ARRAY[behaviour], received, due, handlers, unread, suspect, indexed, title
     FROM ${unnested(Object.values(caseTypes))} AS new (${names.join(', ')})`,
    names.map(name => cases.map(one => one[name as keyof typeof one])),
  )
}

const insertSeals = async (client: Client, { desk }: Lists, cases: readonly NewCase[]) => {
  await client.query(
    `INSERT INTO case_seals (case_id, recipient_kind, recipient_id, version, sealed)
     SELECT id, 'desk', $3, $4, sealed FROM ${unnested(['uuid', 'bytea'])} AS new (id, sealed)`,
    [cases.map(({ id }) => id), cases.map(({ seal }) => seal), desk.id, desk.version],
  )
}

const insertHandlers = async (client: Client, { handlers }: Lists, cases: readonly NewCase[]) => {
  const handled = cases.filter(one => one.handlers > 0)
  const rows = handled.flatMap(({ id }, at) =>
    [0, 1].map(which => ({
      id,
      staff: handlers[(at + which) % handlers.length],
      number: which + 1,
    })),
  )
  await client.query(
    `INSERT INTO case_officers (case_id, staff_id, number, handling, since)
     SELECT id, staff, number, true, now() FROM ${unnested(['uuid', 'uuid', 'int'])} AS new (id, staff, number)`,
    [rows.map(({ id }) => id), rows.map(({ staff }) => staff), rows.map(({ number }) => number)],
  )
}

const readLists = async (client: Client, indexed: boolean): Promise<Lists> => ({
  indexed,
  desk: await deskOf(client),
  regions: await listOf(
    client,
    `SELECT region_code AS one FROM organisations WHERE kind = 'medical-security' ORDER BY 1`,
  ),
  behaviours: await listOf(
    client,
    `SELECT DISTINCT code AS one FROM law_entries WHERE kind = 'behaviour' ORDER BY 1`,
  ),
  handlers: await listOf(
    client,
    `SELECT id AS one FROM staff WHERE username LIKE 'handler_' ORDER BY username`,
  ),
  today: dayOf(systemClock()),
})

const countCases = async (client: Client): Promise<number> => {
  const { rows } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM cases')
  return rows[0]?.n ?? 0
}

/** What else is written of each batch, in the same transaction. */
export type Also = (client: Client, cases: readonly NewCase[]) => Promise<void>

type Wanted = { readonly from: number; readonly wanted: number; readonly also: Also | undefined }

const fill = async (
  client: Client,
  lists: Lists,
  { from, wanted, also }: Wanted,
): Promise<void> => {
  // The next number of each year; written back at the end of every batch.
  const { rows } = await client.query<{ year: number; last: number }>(
    'SELECT year, last FROM case_numbers WHERE organisation_id = $1',
    [lists.desk.organisationId],
  )
  const numbers = new Map(rows.map(({ year, last }) => [year, last]))
  const numbered = (one: NewCase) => {
    const serial = (numbers.get(one.year) ?? 0) + 1
    numbers.set(one.year, serial)
    return { ...one, serial }
  }
  for (let at = from; at < wanted; at += BATCH) {
    const size = Math.min(BATCH, wanted - at)
    const cases = Array.from({ length: size }, (_, n) => numbered(newCase(at + n, lists)))
    await client.query('BEGIN')
    await insertCases(client, cases)
    await insertSeals(client, lists, cases)
    await insertHandlers(client, lists, cases)
    await also?.(client, cases)
    await client.query(
      `INSERT INTO case_numbers (organisation_id, year, last)
       SELECT $3, year, last FROM ${unnested(['int', 'int'])} AS new (year, last)
       ON CONFLICT (organisation_id, year) DO UPDATE SET last = excluded.last`,
      [[...numbers.keys()], [...numbers.values()], lists.desk.organisationId],
    )
    await client.query('COMMIT')
    if (at % 50_000 === 0) process.stderr.write(`${at + size} cases\n`)
  }
}

type More = {
  readonly also?: Also
  /** Statements, when there is something to write. */
  readonly before?: readonly string[]
  /** Statements, in any case. */
  readonly after?: readonly string[]
}

/** Brings the database of a running bench server up to so many cases; those that are there are kept. */
export const prepareCases = async (
  dataDir: string,
  wanted: number,
  { also, before = [], after = [] }: More = {},
): Promise<void> => {
  const home = await openDatabaseHome(dataDir, { service: false })
  const client = new Client({ connectionString: home.ownerUrl })
  await client.connect()
  try {
    await client.query('SET synchronous_commit = off')
    const from = await countCases(client)
    if (from < wanted) {
      for (const statement of before) await client.query(statement)
      const lists = await readLists(client, also !== undefined)
      await fill(client, lists, { from, wanted, also })
    }
    for (const statement of after) await client.query(statement)
    // What is not on the disk yet cannot be marked as seen by all, and then counts read the table.
    await client.query('SET synchronous_commit = on')
    await client.query('CHECKPOINT')
    // As the database itself does in the background, sooner or later.
    await client.query('VACUUM ANALYZE cases, case_seals, case_officers, reports, search_cases')
    await client.query('CHECKPOINT')
  } finally {
    await client.end()
  }
}
