import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    -- For whom an officer handles the case while that one is away; null for a handler of its own.
    ALTER TABLE case_officers ADD COLUMN stands_in_for uuid REFERENCES staff (id)
      CONSTRAINT case_officers_not_for_oneself CHECK (stands_in_for <> staff_id);

    -- What was sealed to one person, for when that person leaves.
    CREATE INDEX case_seals_of_staff ON case_seals (recipient_id) WHERE recipient_kind = 'staff';

    CREATE TABLE substitutes (
      id uuid PRIMARY KEY,
      staff_id uuid NOT NULL REFERENCES staff (id),
      substitute_id uuid NOT NULL REFERENCES staff (id),
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      from_on date NOT NULL,
      until_on date NOT NULL,
      made_by uuid NOT NULL REFERENCES staff (id),
      made_at timestamptz NOT NULL,
      ended_on date,
      CONSTRAINT substitutes_two_people CHECK (staff_id <> substitute_id),
      CONSTRAINT substitutes_days CHECK (from_on <= until_on)
    );
    CREATE UNIQUE INDEX substitutes_one_at_a_time ON substitutes (staff_id) WHERE ended_on IS NULL;
    CREATE INDEX substitutes_open ON substitutes (organisation_id, from_on, id) WHERE ended_on IS NULL;
    CREATE INDEX substitutes_over ON substitutes (until_on) WHERE ended_on IS NULL;
    CREATE INDEX substitutes_by_substitute ON substitutes (substitute_id) WHERE ended_on IS NULL;

    -- Whoever writes the row: a substitute is of the same body and handles cases, so that no separation is passed.
    CREATE FUNCTION substitutes_apart() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (SELECT count(*) FROM staff WHERE id IN (NEW.staff_id, NEW.substitute_id)
            AND organisation_id = NEW.organisation_id) <> 2
        OR NOT EXISTS (SELECT 1 FROM staff_duties WHERE staff_id = NEW.substitute_id AND duty = 'handler')
      THEN
        RAISE EXCEPTION 'no substitute' USING ERRCODE = '23514', CONSTRAINT = 'substitute.not-a-handler';
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER substitutes_apart AFTER INSERT OR UPDATE OF staff_id, substitute_id, organisation_id
      ON substitutes FOR EACH ROW EXECUTE FUNCTION substitutes_apart();
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE substitutes;
    DROP FUNCTION substitutes_apart();
    DROP INDEX case_seals_of_staff;
    ALTER TABLE case_officers DROP COLUMN stands_in_for;
  `)
}
