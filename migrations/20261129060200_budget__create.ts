import type { Knex } from 'knex'

/** The year's sums follow the entries, under one row for each body and year; an entry stays as it is. */
const counting = `
  CREATE FUNCTION budget_entry_counts() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO budget_years (organisation_id, year) VALUES (NEW.organisation_id, NEW.year)
      ON CONFLICT DO NOTHING;
    UPDATE budget_years SET
      allotted_fen = allotted_fen + CASE NEW.kind WHEN 'allot' THEN NEW.fen ELSE 0 END,
      committed_fen = committed_fen + CASE NEW.kind
        WHEN 'commit' THEN NEW.fen WHEN 'free' THEN -NEW.fen WHEN 'pay' THEN -NEW.fen ELSE 0 END,
      paid_fen = paid_fen + CASE NEW.kind WHEN 'pay' THEN NEW.fen WHEN 'reverse' THEN -NEW.fen ELSE 0 END
    WHERE organisation_id = NEW.organisation_id AND year = NEW.year;
    RETURN NULL;
  END $$;
  CREATE TRIGGER budget_entries_count AFTER INSERT ON budget_entries
    FOR EACH ROW EXECUTE FUNCTION budget_entry_counts();

  CREATE FUNCTION budget_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'an entry of the budget stays as it is'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_entries_stay';
  END $$;
  CREATE TRIGGER budget_entries_stay BEFORE UPDATE OR DELETE ON budget_entries
    FOR EACH ROW EXECUTE FUNCTION budget_entry_stays();
`

/**
 * What a body has for rewards in a year. Every change is an entry that stays; the year's sums are kept by a trigger, under
 * one row for each body and year, so that no two at once commit what is there once.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE budget_years (
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      year integer NOT NULL,
      allotted_fen bigint NOT NULL DEFAULT 0,
      committed_fen bigint NOT NULL DEFAULT 0 CHECK (committed_fen >= 0),
      paid_fen bigint NOT NULL DEFAULT 0 CHECK (paid_fen >= 0),
      PRIMARY KEY (organisation_id, year),
      CONSTRAINT budget_years_cover CHECK (committed_fen + paid_fen <= allotted_fen)
    );

    -- What was asked for by one of the finance side, until another answers.
    CREATE TABLE budget_wishes (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      year integer NOT NULL,
      fen bigint NOT NULL CHECK (fen <> 0),
      ground text NOT NULL,
      asked_by uuid NOT NULL REFERENCES staff (id),
      asked_at timestamptz NOT NULL,
      state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'approved', 'declined', 'dropped')),
      decided_by uuid REFERENCES staff (id),
      decided_at timestamptz,
      CONSTRAINT budget_wishes_decided CHECK ((state = 'asked') = (decided_by IS NULL)),
      CONSTRAINT budget_wishes_two_people CHECK (state = 'dropped' OR decided_by <> asked_by)
    );
    CREATE INDEX budget_wishes_of_body ON budget_wishes (organisation_id, asked_at DESC);

    CREATE TABLE budget_entries (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      position bigserial NOT NULL,
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      year integer NOT NULL,
      kind text NOT NULL CHECK (kind IN ('allot', 'commit', 'free', 'pay', 'reverse')),
      fen bigint NOT NULL,
      -- What the money is for, but of what is allotted: then the wish that another approved.
      subject uuid NOT NULL,
      made_by uuid NOT NULL REFERENCES staff (id),
      made_at timestamptz NOT NULL,
      CONSTRAINT budget_entries_sign CHECK (kind = 'allot' AND fen <> 0 OR fen > 0),
      CONSTRAINT budget_entries_once UNIQUE (subject, kind)
    );
    -- What was committed is paid or freed, not both.
    CREATE UNIQUE INDEX budget_entries_one_end ON budget_entries (subject) WHERE kind IN ('free', 'pay');
    CREATE INDEX budget_entries_of_body ON budget_entries (organisation_id, year, position DESC);
  `)
  await knex.raw(counting)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE budget_entries;
    DROP FUNCTION budget_entry_counts();
    DROP FUNCTION budget_entry_stays();
    DROP TABLE budget_wishes;
    DROP TABLE budget_years;
  `)
}
