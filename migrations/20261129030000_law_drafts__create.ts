import type { Knex } from 'knex'

/** A new version of an entry of the law book as one person wrote it and another one puts it into the book. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE law_drafts (
      id uuid PRIMARY KEY,
      kind text NOT NULL,
      code text NOT NULL,
      place text NOT NULL CHECK (place = '*' OR place ~ '^[0-9]{6}$'),
      version integer NOT NULL CHECK (version > 0),
      valid_from date NOT NULL,
      -- The words as they were typed, and those of the version that it was begun from.
      words text NOT NULL,
      before_words text NOT NULL,
      source text NOT NULL CHECK (btrim(source) <> ''),
      -- How sure the source is: tells as in law_entries.
      status text NOT NULL CHECK (status IN ('P', 'N', 'S', 'M', 'E', 'D')),
      state text NOT NULL CHECK (state IN ('draft', 'proposed', 'approved', 'refused', 'withdrawn')),
      made_by uuid NOT NULL REFERENCES staff (id),
      made_at timestamptz NOT NULL,
      decided_by uuid REFERENCES staff (id),
      decided_at timestamptz,
      CONSTRAINT law_drafts_two_people CHECK (
        state <> 'approved' OR (decided_by IS NOT NULL AND decided_by <> made_by)),
      CONSTRAINT law_drafts_decided CHECK (
        (decided_by IS NULL) = (decided_at IS NULL)
        AND (state IN ('approved', 'refused')) = (decided_by IS NOT NULL))
    );
    CREATE UNIQUE INDEX law_drafts_one_open ON law_drafts (kind, code, place)
      WHERE state IN ('draft', 'proposed');
    CREATE INDEX law_drafts_open ON law_drafts (made_at) WHERE state IN ('draft', 'proposed');
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('DROP TABLE law_drafts')
}
