import type { Knex } from 'knex'

/**
 * What a list is called is typed by an officer, and so is sealed like all that people type. Migrations have no
 * secret: names from before stay in clear until the first look at them.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE saved_views
      ADD COLUMN sealed_name bytea,
      ALTER COLUMN name DROP NOT NULL,
      ADD CONSTRAINT saved_views_one_name CHECK ((name IS NULL) <> (sealed_name IS NULL));
  `)
}

/** What is sealed cannot be read here: such a list keeps its day for a name. */
export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE saved_views DROP CONSTRAINT saved_views_one_name;
    UPDATE saved_views SET name = to_char(made_at, 'YYYY-MM-DD') || ' ' || id WHERE name IS NULL;
    ALTER TABLE saved_views ALTER COLUMN name SET NOT NULL, DROP COLUMN sealed_name;
  `)
}
