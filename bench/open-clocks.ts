import { Client } from 'pg'
import type { House } from '../src/web/house'
import { hire, moveIn } from '../tests/support/people'

/** A Monday in office hours, at eleven in Beijing. */
export const NOON = (): Date => new Date('2026-12-14T03:00:00Z')

export const DUE = 1_000
const BATCH = 100_000

/** A quarter of what is due for each step: how far it has come, and the day that makes it due. */
const steps = [
  { reminded: 0, dueOn: '2026-12-16' },
  { reminded: 1, dueOn: '2026-12-14' },
  { reminded: 2, dueOn: '2026-12-11' },
  { reminded: 3, dueOn: '2026-12-07' },
] as const

const asOwner = async <T>(ownerUrl: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const numberIn = async (client: Client, text: string): Promise<number> =>
  (await client.query<{ n: number }>(text)).rows[0]?.n ?? 0

const people = async (house: House): Promise<string> => {
  const { own, above } = await moveIn({ house })
  for (const name of ['甲', '乙', '丙', '丁']) await hire({ house }, own.id, ['handler'], name)
  await hire({ house }, own.id, ['principal'], '高立群')
  await hire({ house }, above.id, ['supervision'], '罗督办')
  return own.id
}

/**
 * Clocks of a bureau that is behind with its work: half of those that are not due run out later, of the others
 * every step is behind them and nobody did anything.
 */
const insertBatch = async (
  client: Client,
  { from, to, own }: { readonly from: number; readonly to: number; readonly own: string },
): Promise<void> => {
  await client.query('BEGIN')
  await client.query(
    `INSERT INTO cases (id, organisation_id, year, serial, state, source, target_kind, behaviour, behaviours,
       received_on, next_due_on, handlers, sealed_title)
     SELECT gen_random_uuid(), $3, 2026, n, 'checking', 'web', 'hospital', 'A1', '{A1}',
       DATE '2026-11-01', DATE '2026-12-14', 2, '\\x00'
     FROM generate_series($1::int, $2::int) AS n`,
    [from, to, own],
  )
  await client.query(
    `INSERT INTO case_officers (case_id, staff_id, number, handling, since)
     SELECT c.id, h.id, 1 + which, true, now()
     FROM cases AS c CROSS JOIN generate_series(0, 1) AS which
     JOIN (SELECT s.id, row_number() OVER (ORDER BY s.display_name) - 1 AS at
       FROM staff AS s JOIN staff_duties AS d ON d.staff_id = s.id AND d.duty = 'handler') AS h
       ON h.at = (c.serial + which) % 4
     WHERE c.serial BETWEEN $1 AND $2`,
    [from, to],
  )
  await client.query(
    `INSERT INTO deadlines (case_id, rule_code, rule_place, rule_version, started_on, due_on, provisional, reminded)
     SELECT id, 'CLUE_VERIFY', '*', 1, DATE '2026-11-01',
       CASE WHEN serial <= ${DUE} THEN ($3::date[])[1 + serial % 4]
         WHEN serial % 2 = 0 THEN DATE '2026-12-17' + serial % 300 ELSE DATE '2026-12-04' - serial % 700 END,
       false, CASE WHEN serial <= ${DUE} THEN serial % 4 WHEN serial % 2 = 0 THEN 0 ELSE 4 END
     FROM cases WHERE serial BETWEEN $1 AND $2`,
    [from, to, steps.map(({ dueOn }) => dueOn)],
  )
  await client.query('COMMIT')
  process.stderr.write(`${to} clocks\n`)
}

/** Brings the database up to so many clocks; those that are there from an earlier run are kept. */
export const prepareClocks = (house: House, ownerUrl: string, wanted: number): Promise<void> =>
  asOwner(ownerUrl, async client => {
    await client.query('SET synchronous_commit = off')
    const there = await numberIn(client, 'SELECT count(*)::int AS n FROM deadlines')
    if (there < wanted) {
      const known = await client.query<{ id: string }>(
        `SELECT organisation_id AS id FROM staff JOIN staff_duties ON staff_id = id AND duty = 'principal'`,
      )
      const own = known.rows[0]?.id ?? (await people(house))
      for (let from = there + 1; from <= wanted; from += BATCH)
        await insertBatch(client, { from, to: Math.min(from + BATCH - 1, wanted), own })
    }
    await client.query('SET synchronous_commit = on')
    await client.query('VACUUM ANALYZE cases, case_officers, deadlines')
    await client.query('CHECKPOINT')
  })

/** What an earlier sweep has done is not done: the same clocks are due again. */
export const windBack = (ownerUrl: string): Promise<void> =>
  asOwner(ownerUrl, async client => {
    await client.query(
      `UPDATE deadlines SET reminded = step.reminded
       FROM unnest($1::date[], $2::smallint[]) AS step (due_on, reminded)
       WHERE deadlines.due_on = step.due_on AND id IN (SELECT deadline_id FROM deadline_steps)`,
      [steps.map(({ dueOn }) => dueOn), steps.map(({ reminded }) => reminded)],
    )
    await client.query('TRUNCATE deadline_steps, staff_alerts, notice_marks')
    await client.query('VACUUM deadlines')
    await client.query('CHECKPOINT')
  })

export const countTaken = (ownerUrl: string): Promise<number> =>
  asOwner(ownerUrl, client =>
    numberIn(client, `SELECT count(*)::int AS n FROM deadline_steps WHERE outcome = 'told'`),
  )
