import type { Knex } from 'knex'

// Unlogged: never in the write-ahead log, so neither in a base backup nor on a replica; a plain dump leaves
// them out by `--no-unlogged-table-data`. After a crash they are empty, which is what they are every hour.
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(
    `CREATE UNLOGGED TABLE throttle_salts (
       hour integer PRIMARY KEY,
       salt bytea NOT NULL CHECK (octet_length(salt) = 32)
     )`,
  )
  await knex.raw(
    `CREATE UNLOGGED TABLE throttle_counts (
       key bytea PRIMARY KEY,
       used bigint NOT NULL CHECK (used >= 0)
     ) WITH (fillfactor = 50)`,
  )
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('throttle_counts')
  await knex.schema.dropTable('throttle_salts')
}
