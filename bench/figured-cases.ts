import { Client } from 'pg'
import { openDatabaseHome } from '../src/platform/embedded/home'

/**
 * Cases of a city and its counties over two years, each with a clock, steps and some with money: rows without seals,
 * for nothing here is ever opened. The triggers of the database count them as they would any other.
 */
const BATCH = 50_000
export const COUNTIES = 20

const counties = `
  INSERT INTO organisations (code, name, short_name, level, kind, parent_id, region_code)
  SELECT 'BENCH' || n, '统计县' || n || '医疗保障局', '统计县' || n, 'county', 'medical-security', s.organisation_id,
    left(o.region_code, 4) || (40 + n)
  FROM generate_series(1, ${COUNTIES}) AS n, staff AS s JOIN organisations AS o ON o.id = s.organisation_id
  WHERE s.username = 'intake' ON CONFLICT DO NOTHING`

const spread = (salt: number, many: number): string =>
  `((hashint4extended(n, ${salt}) & 1073741823) % ${many})::int`

/** $1 and $2: the first and the last of the batch. */
const cases = `
  WITH bodies AS (
    SELECT array_agg(id ORDER BY code) AS ids FROM organisations
    WHERE kind = 'medical-security' AND (code LIKE 'BENCH%' OR id = (SELECT organisation_id FROM staff WHERE username = 'intake'))
  ), causes AS (
    SELECT array_agg(DISTINCT code) AS codes FROM law_entries WHERE kind = 'behaviour'
  ), placed AS (
    SELECT n, ids[1 + ${spread(1, COUNTIES + 1)}] AS body, codes[1 + ${spread(2, 1_000_000)} % cardinality(codes)] AS cause,
      (now() AT TIME ZONE 'Asia/Shanghai')::date - ${spread(3, 730)} AS day,
      (ARRAY['web', 'hotline', 'visit', 'letter', 'monitoring'])[1 + ${spread(4, 5)}] AS source
    FROM generate_series($1::int, $2::int) AS n, bodies, causes
  )
  INSERT INTO cases (id, organisation_id, year, serial, state, source, target_kind, behaviour, behaviours, received_on,
    sealed_title)
  SELECT gen_random_uuid(), body, extract(year FROM day)::int, n, 'checking', source, 'hospital', cause, ARRAY[cause],
    day, '\\x00'
  FROM placed`

const clocks = `
  INSERT INTO deadlines (case_id, rule_code, rule_place, rule_version, started_on, due_on, provisional, done_on)
  SELECT id, (ARRAY['CLUE_VERIFY', 'RN_NOTIFY', 'CASE_DECIDE'])[1 + serial % 3], '*', 1, received_on, received_on + 20, false,
    CASE WHEN serial % 10 > 0 THEN received_on + serial % 25 END
  FROM cases WHERE serial BETWEEN $1 AND $2`

const steps = `
  INSERT INTO case_decisions (id, case_id, action, from_state, to_state, staff_id, asked_by, at, detail)
  SELECT gen_random_uuid(), c.id, step, 'received', 'accepted', people[1], people[2], c.received_on + interval '12 hours',
    CASE step WHEN 'decide' THEN (ARRAY['penalty', 'dropped', 'agreement'])[1 + c.serial % 3] END
  FROM cases AS c, (SELECT array_agg(id ORDER BY username) AS people FROM staff WHERE username LIKE 'handler_') AS s,
    LATERAL unnest(CASE c.serial % 4 WHEN 0 THEN ARRAY['accept', 'not-file'] WHEN 1 THEN ARRAY['accept', 'file', 'decide']
      ELSE ARRAY['accept'] END) AS step
  WHERE c.serial BETWEEN $1 AND $2`

const findings = `
  INSERT INTO findings (id, case_id, version, revision, sealed_content, saved_by, saved_at, decided_on,
    loss_fen, other_loss_fen, voluntary_fen, recovered_fen, fined_fen, deducted_fen)
  SELECT gen_random_uuid(), c.id, 1, 1, '\\x00', s.id, now(), c.received_on, 100, 0, 0, 100, 0, 0
  FROM cases AS c, staff AS s WHERE s.username = 'handler1' AND c.serial % 20 = 1 AND c.serial BETWEEN $1 AND $2`

const money = `
  INSERT INTO money_entries (id, case_id, organisation_id, ledger, voluntary, amount_fen, received_on, sealed_note,
    posted_by, posted_at)
  SELECT gen_random_uuid(), c.id, c.organisation_id, (ARRAY['recovery', 'fine'])[1 + c.serial % 2], false,
    c.serial * 137, c.received_on, '\\x00', f.saved_by, now()
  FROM cases AS c JOIN findings AS f ON f.case_id = c.id WHERE c.serial BETWEEN $1 AND $2`

const tables =
  'cases, deadlines, case_decisions, money_entries, statistics_days, statistics_months, statistics_events'

const fill = async (client: Client, from: number, wanted: number): Promise<void> => {
  for (let at = from; at < wanted; at += BATCH) {
    const span = [at + 1, Math.min(at + BATCH, wanted)]
    await client.query('BEGIN')
    for (const statement of [cases, clocks, steps, findings, money])
      await client.query(statement, span)
    await client.query('SELECT statistics_fold(2147483647)')
    await client.query('COMMIT')
    process.stderr.write(`${at + BATCH} cases\n`)
  }
}

/** Brings the database of a running bench server up to so many cases; those that are there are kept. */
export const prepareFigures = async (dataDir: string, wanted: number): Promise<void> => {
  const home = await openDatabaseHome(dataDir, { service: false })
  const client = new Client({ connectionString: home.ownerUrl })
  await client.connect()
  try {
    await client.query('SET synchronous_commit = off')
    await client.query(counties)
    const { rows } = await client.query<{ last: number }>(
      `SELECT COALESCE(max(serial), 0)::int AS last FROM cases WHERE sealed_title = '\\x00'`,
    )
    await fill(client, rows[0]?.last ?? 0, wanted)
    await client.query(`VACUUM ANALYZE ${tables}`)
    await client.query('CHECKPOINT')
  } finally {
    await client.end()
  }
}
