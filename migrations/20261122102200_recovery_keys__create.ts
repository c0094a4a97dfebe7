import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE recovery_keys (
      version integer PRIMARY KEY CHECK (version > 0),
      public_key bytea NOT NULL,
      public_key_mac bytea NOT NULL,
      made_on date NOT NULL,
      demonstration boolean NOT NULL
    );
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('DROP TABLE recovery_keys')
}
