import type { Knex } from 'knex'

/**
 * A file is collected piece by piece in looks of whoever asked, sealed to that person, and goes on after any stop. What
 * was asked for before is asked for again: it was good for some hours anyway.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DELETE FROM ledger_exports;
    ALTER TABLE ledger_exports
      ADD COLUMN sealed_key bytea NOT NULL,
      ADD COLUMN parts integer NOT NULL DEFAULT 0,
      ADD COLUMN collected integer NOT NULL DEFAULT 0,
      ADD COLUMN reached_on date,
      ADD COLUMN reached_arrival bigint,
      ADD COLUMN complete boolean NOT NULL DEFAULT false;

    CREATE TABLE ledger_export_parts (
      export_id uuid NOT NULL REFERENCES ledger_exports (id) ON DELETE CASCADE,
      part integer NOT NULL,
      sealed bytea NOT NULL,
      PRIMARY KEY (export_id, part)
    );
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE ledger_export_parts;
    ALTER TABLE ledger_exports
      DROP COLUMN sealed_key, DROP COLUMN parts, DROP COLUMN collected, DROP COLUMN reached_on,
      DROP COLUMN reached_arrival, DROP COLUMN complete;
  `)
}
