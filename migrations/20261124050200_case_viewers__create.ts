import type { Knex } from 'knex'

/**
 * Who has a case open just now: for colleagues, so that two do not work on one. Not a record of deeds, it is gone after
 * minutes, and after a crash of the database at once (UNLOGGED: never in its journal, never in a copy made of it).
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE UNLOGGED TABLE case_viewers (
      case_id uuid NOT NULL REFERENCES cases (id),
      staff_id uuid NOT NULL REFERENCES staff (id),
      seen_at timestamptz NOT NULL,
      PRIMARY KEY (case_id, staff_id)
    );
    CREATE INDEX case_viewers_by_age ON case_viewers (seen_at);
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('DROP TABLE case_viewers')
}
