import type { Knex } from 'knex'

/** How often a claim word was wrong, for as long as it counts. No log of the database and no copy of it holds a row. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(
    `CREATE UNLOGGED TABLE claim_tries (
       key bytea PRIMARY KEY CHECK (octet_length(key) = 32),
       sealed bytea NOT NULL
     )`,
  )
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('claim_tries')
}
