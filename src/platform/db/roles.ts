import type { Knex } from 'knex'

export type Role = { readonly name: string; readonly password: string }

/** What the server may add to and read, and never change or take back. */
const appendOnlyTables: readonly string[] = [
  'audit_entries',
  'desk_key_marks',
  'installation_marks',
  'tombstones',
]

/** What the server adds to and moves on, and never takes back: a chain without a head would begin anew. */
const keptTables: readonly string[] = ['audit_heads']

/** What the owner alone writes: where a chain begins after a purge. */
const readOnlyTables: readonly string[] = ['audit_checkpoints']

/** What the server empties every hour: salts and counts of the throttle. TRUNCATE removes the very files. */
const emptiedTables: readonly string[] = ['throttle_salts', 'throttle_counts']

const safeName = /^[a-z_][a-z0-9_]{0,62}$/

/** The role that the server works as. An existing one keeps its password: its owner set it. */
export const createApplicationRole = async (
  owner: Knex,
  { name, password }: Role,
  renew = false,
): Promise<void> => {
  if (!safeName.test(name)) throw new Error(`${name} cannot be the name of the application role`)
  const found = await owner('pg_roles')
    .where({ rolname: name })
    .first<object | undefined>('rolname')
  if (found !== undefined && !renew) return
  const verb = found === undefined ? 'CREATE' : 'ALTER'
  // Utility statements take no parameters; format() quotes for us.
  const { rows } = await owner.raw<{ rows: { statement: string }[] }>(
    `SELECT format('${verb} ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD %L', ?::text, ?::text) AS statement`,
    [name, password],
  )
  await owner.raw(rows[0]?.statement.replaceAll('?', '\\?') ?? '')
}

/**
 * Everything the application role may do, said anew after every migration: read and write rows,
 * nothing else; of an append-only table it may change and delete nothing. TRUNCATE is given for the
 * throttle's own two tables and no other.
 */
export const grantApplicationRole = async (owner: Knex, role: string): Promise<void> => {
  await owner.raw('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ??', [role])
  await owner.raw('REVOKE CREATE ON SCHEMA public FROM PUBLIC')
  await owner.raw('GRANT USAGE ON SCHEMA public TO ??', [role])
  await owner.raw('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ??', [
    role,
  ])
  await owner.raw('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ??', [role])
  const kept = ['knex_migrations', 'knex_migrations_lock', ...appendOnlyTables]
  for (const table of await existing(owner, kept)) {
    await owner.raw('REVOKE UPDATE, DELETE ON TABLE ?? FROM ??', [table, role])
  }
  for (const table of await existing(owner, readOnlyTables)) {
    await owner.raw('REVOKE INSERT, UPDATE, DELETE ON TABLE ?? FROM ??', [table, role])
  }
  for (const table of await existing(owner, keptTables)) {
    await owner.raw('REVOKE DELETE, TRUNCATE ON TABLE ?? FROM ??', [table, role])
  }
  for (const table of await existing(owner, emptiedTables)) {
    await owner.raw('GRANT TRUNCATE ON TABLE ?? TO ??', [table, role])
  }
  for (const table of await existing(owner, ['knex_migrations', 'knex_migrations_lock'])) {
    await owner.raw('REVOKE INSERT ON TABLE ?? FROM ??', [table, role])
  }
  await grantJobs(owner, role)
  await shutDatabase(owner, role)
}

/**
 * What everybody may do on a fresh server, and the service has no need of: temporary tables, and coming in
 * as anybody. Only an owner of the database may say so; one who merely has the tables leaves it as it is.
 */
const shutDatabase = async (owner: Knex, role: string): Promise<void> => {
  const { rows } = await owner.raw<{ rows: { name: string; owns: boolean }[] }>(
    `SELECT datname AS name, pg_has_role(current_user, datdba, 'USAGE') AS owns
     FROM pg_database WHERE datname = current_database()`,
  )
  const [database] = rows
  if (database?.owns !== true) return
  await owner.transaction(async trx => {
    // Several nodes may say this at once.
    await trx.raw('SELECT pg_advisory_xact_lock(hashtext(?))', ['database grants'])
    await trx.raw('GRANT CONNECT ON DATABASE ?? TO ??', [database.name, role])
    await trx.raw('REVOKE TEMPORARY, CONNECT ON DATABASE ?? FROM PUBLIC', [database.name])
  })
}

const jobTables = [
  '_private_jobs',
  '_private_job_queues',
  '_private_known_crontabs',
  '_private_tasks',
]

/**
 * The job queue hides its rows from everybody but the owner (row level security without a policy). The
 * service runs the queue and is not the owner: it gets the rows, never the tables.
 */
const grantJobs = async (owner: Knex, role: string): Promise<void> => {
  await owner.transaction(async trx => {
    // Several nodes may say this at once.
    await trx.raw('SELECT pg_advisory_xact_lock(hashtext(?))', ['graphile_worker grants'])
    await trx.raw('GRANT USAGE ON SCHEMA graphile_worker TO ??', [role])
    await trx.raw('GRANT SELECT ON ALL TABLES IN SCHEMA graphile_worker TO ??', [role])
    await trx.raw('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA graphile_worker TO ??', [role])
    for (const table of jobTables) {
      const name = `graphile_worker.${table}`
      await trx.raw('GRANT INSERT, UPDATE, DELETE ON TABLE ?? TO ??', [name, role])
      await trx.raw('DROP POLICY IF EXISTS service ON ??', [name])
      await trx.raw('CREATE POLICY service ON ?? TO ?? USING (true) WITH CHECK (true)', [
        name,
        role,
      ])
    }
  })
}

const existing = async (owner: Knex, tables: readonly string[]): Promise<string[]> => {
  const rows = await owner('pg_tables')
    .where({ schemaname: 'public' })
    .whereIn('tablename', [...tables])
    .select<{ tablename: string }[]>('tablename')
  return rows.map(row => row.tablename)
}
