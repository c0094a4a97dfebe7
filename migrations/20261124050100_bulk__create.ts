import type { Knex } from 'knex'

/**
 * What was done to many cases at once, and how it came out for each: the page of the result is read from here, and
 * a form that is sent again finds its own number taken. The reason is sealed under each case's own key.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE bulk_runs (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      staff_id uuid NOT NULL REFERENCES staff (id),
      action text NOT NULL,
      made_at timestamptz NOT NULL
    );
    CREATE TABLE bulk_items (
      run_id uuid NOT NULL REFERENCES bulk_runs (id),
      case_id uuid NOT NULL REFERENCES cases (id),
      position integer NOT NULL,
      outcome text NOT NULL,
      sealed_reason bytea,
      PRIMARY KEY (run_id, case_id)
    );
    CREATE INDEX bulk_items_of_case ON bulk_items (case_id);
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('DROP TABLE bulk_items; DROP TABLE bulk_runs;')
}
