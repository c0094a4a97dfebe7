import type { Knex } from 'knex'

/**
 * What a layout of the ledger is called is typed by an officer, and so is sealed like all that people type. Those of
 * before go: they were never in a release.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DELETE FROM ledger_layouts;
    ALTER TABLE ledger_layouts DROP COLUMN name, ADD COLUMN sealed_name bytea NOT NULL;
    CREATE INDEX ledger_layouts_of ON ledger_layouts (staff_id);
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DELETE FROM ledger_layouts;
    DROP INDEX ledger_layouts_of;
    ALTER TABLE ledger_layouts DROP COLUMN sealed_name, ADD COLUMN name text NOT NULL,
      ADD UNIQUE (staff_id, name);
  `)
}
