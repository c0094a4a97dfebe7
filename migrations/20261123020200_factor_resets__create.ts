import type { Knex } from 'knex'

/** A lost second factor is reset by two people, neither of whom is the person: in the database too. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE factor_resets (
      id uuid PRIMARY KEY,
      staff_id uuid NOT NULL REFERENCES staff (id),
      ground text NOT NULL,
      asked_by uuid NOT NULL REFERENCES staff (id),
      asked_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      answer text CHECK (answer IN ('approved', 'refused', 'expired')),
      answered_by uuid REFERENCES staff (id),
      answered_at timestamptz,
      CONSTRAINT factor_resets_answered CHECK (
        num_nulls(answer, answered_at) IN (0, 2)
        AND (answered_by IS NULL) = (answer IS NULL OR answer = 'expired')),
      CONSTRAINT factor_resets_never_ones_own CHECK (staff_id <> asked_by AND staff_id <> answered_by),
      CONSTRAINT factor_resets_two_people CHECK (asked_by <> answered_by)
    );
    CREATE UNIQUE INDEX factor_resets_open ON factor_resets (staff_id) WHERE answer IS NULL;
    CREATE INDEX factor_resets_newest ON factor_resets (asked_at DESC, id);
    -- Set by an approval: until then the person may enrol a new factor after the password; afterwards nobody
    -- gets in before another reset.
    ALTER TABLE staff ADD COLUMN factor_reset_until timestamptz;
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('ALTER TABLE staff DROP COLUMN factor_reset_until; DROP TABLE factor_resets;')
}
