import type { Knex } from 'knex'

const guards = `
    CREATE FUNCTION draw_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' OR OLD.seed IS NOT NULL
        OR (NEW.id, NEW.organisation_id, NEW.year, NEW.serial, NEW.once, NEW.inputs, NEW.commitment, NEW.made_by, NEW.made_at)
           IS DISTINCT FROM
           (OLD.id, OLD.organisation_id, OLD.year, OLD.serial, OLD.once, OLD.inputs, OLD.commitment, OLD.made_by, OLD.made_at)
        OR (OLD.word IS NOT NULL
           AND (NEW.word, NEW.word_by, NEW.word_at) IS DISTINCT FROM (OLD.word, OLD.word_by, OLD.word_at))
      THEN
        RAISE EXCEPTION 'a draw stays as it was' USING ERRCODE = '23514', CONSTRAINT = 'draw.stays';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER draws_stay BEFORE UPDATE OR DELETE ON draws FOR EACH ROW EXECUTE FUNCTION draw_stays();

    CREATE FUNCTION draw_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- A case that is erased takes its id with it; its number stays in the record.
      IF TG_TABLE_NAME = 'draw_cases' AND TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) ->> 'case_id' IS NULL
          AND (to_jsonb(NEW) - 'case_id') = (to_jsonb(OLD) - 'case_id') THEN RETURN NEW; END IF;
      END IF;
      RAISE EXCEPTION 'a draw stays as it was' USING ERRCODE = '23514', CONSTRAINT = 'draw.stays';
    END $$;
    CREATE TRIGGER draw_cases_stay BEFORE UPDATE OR DELETE ON draw_cases
      FOR EACH ROW EXECUTE FUNCTION draw_part_stays();
    CREATE TRIGGER draw_numbers_stay BEFORE UPDATE OR DELETE ON draw_numbers
      FOR EACH ROW EXECUTE FUNCTION draw_part_stays();
`

/**
 * A draw is one row: what goes into it, the commitment to its seed, a second person's word, and once, at the end,
 * the seed with the result. The database itself sees to it that none of this changes afterwards, that the seed is
 * the one that was committed to, and that whoever gives the word is not who began the draw.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE draws (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      year int NOT NULL,
      serial int NOT NULL,
      once uuid NOT NULL,
      inputs text NOT NULL,
      commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
      sealed_seed bytea,
      made_by uuid NOT NULL REFERENCES staff (id),
      made_at timestamptz NOT NULL,
      word text CHECK (word ~ '^[0-9A-Za-z]{4,32}$'),
      word_by uuid REFERENCES staff (id),
      word_at timestamptz,
      seed bytea,
      result text,
      drawn_by uuid REFERENCES staff (id),
      drawn_at timestamptz,
      abandoned_by uuid REFERENCES staff (id),
      abandoned_at timestamptz,
      abandon_ground text,
      UNIQUE (organisation_id, year, serial),
      UNIQUE (made_by, once),
      CONSTRAINT "draw.own-word" CHECK (word_by <> made_by),
      CONSTRAINT draws_word CHECK ((word IS NULL) = (word_by IS NULL) AND (word IS NULL) = (word_at IS NULL)),
      CONSTRAINT draws_seed CHECK (seed IS NULL OR sha256(seed) = commitment),
      CONSTRAINT draws_revealed CHECK ((seed IS NULL) = (result IS NULL AND abandoned_at IS NULL)),
      CONSTRAINT draws_result CHECK (result IS NULL OR (word IS NOT NULL AND abandoned_at IS NULL)),
      CONSTRAINT draws_drawn CHECK ((result IS NULL) = (drawn_by IS NULL) AND (result IS NULL) = (drawn_at IS NULL)),
      CONSTRAINT draws_abandoned CHECK ((abandoned_at IS NULL) = (abandoned_by IS NULL)
        AND (abandoned_at IS NULL) = (abandon_ground IS NULL))
    );
    CREATE INDEX draws_newest ON draws (organisation_id, year DESC, serial DESC);
    CREATE INDEX draws_waiting ON draws (organisation_id) WHERE result IS NULL AND abandoned_at IS NULL;

    CREATE TABLE draw_cases (
      draw_id uuid NOT NULL REFERENCES draws (id),
      position int NOT NULL,
      case_id uuid REFERENCES cases (id),
      PRIMARY KEY (draw_id, position)
    );
    CREATE INDEX draw_cases_of ON draw_cases (case_id);

    CREATE TABLE draw_numbers (
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      number int NOT NULL CHECK (number > 0),
      staff_id uuid NOT NULL UNIQUE REFERENCES staff (id),
      PRIMARY KEY (organisation_id, number)
    );
  `)
  await knex.raw(guards)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE draw_numbers;
    DROP TABLE draw_cases;
    DROP TABLE draws;
    DROP FUNCTION draw_part_stays();
    DROP FUNCTION draw_stays();
  `)
}
