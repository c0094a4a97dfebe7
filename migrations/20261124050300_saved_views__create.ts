import type { Knex } from 'knex'

/** Lists of the queue that people keep by a name: addresses of clear codes, never a word that was searched for. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE saved_views (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      staff_id uuid NOT NULL REFERENCES staff (id),
      name text NOT NULL,
      query text NOT NULL,
      shared boolean NOT NULL,
      made_at timestamptz NOT NULL,
      UNIQUE (staff_id, name)
    );
    CREATE INDEX saved_views_shared ON saved_views (organisation_id) WHERE shared;
    -- What the bare address of the list stands for, by person.
    CREATE TABLE usual_views (
      staff_id uuid PRIMARY KEY REFERENCES staff (id),
      view_id uuid NOT NULL REFERENCES saved_views (id) ON DELETE CASCADE
    );
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('DROP TABLE usual_views; DROP TABLE saved_views;')
}
