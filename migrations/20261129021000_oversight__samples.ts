import type { Knex } from 'knex'

/**
 * 抽查复核: closed cases of the bodies below, drawn by lot. The pool is frozen with its hash and the seed committed to
 * before a second person gives the word. What is drawn becomes a letter each: hand the case over for looking at.
 */
const tables = `
    CREATE TABLE oversight_samples (
      id uuid PRIMARY KEY,
      arrival bigserial NOT NULL,
      once uuid NOT NULL UNIQUE,
      body uuid NOT NULL REFERENCES organisations (id),
      year integer NOT NULL,
      serial integer NOT NULL,
      kind text NOT NULL CHECK (kind IN ('all', 'with', 'without')),
      from_day date NOT NULL,
      until_day date NOT NULL CHECK (until_day >= from_day),
      wanted integer NOT NULL CHECK (wanted > 0),
      due_on date NOT NULL,
      -- The ids one after the other, sixteen bytes each, ascending.
      pool bytea NOT NULL,
      pool_size integer NOT NULL,
      pool_hash bytea NOT NULL,
      commitment bytea NOT NULL,
      sealed_seed bytea,
      made_by uuid NOT NULL REFERENCES staff (id),
      made_at timestamptz NOT NULL,
      word text CHECK (word ~ '^[0-9A-Za-z]{4,32}$'),
      seed bytea,
      result text,
      drawn_by uuid REFERENCES staff (id),
      drawn_at timestamptz,
      UNIQUE (body, year, serial),
      CONSTRAINT oversight_samples_pool CHECK (
        octet_length(pool) = pool_size * 16 AND sha256(pool) = pool_hash AND pool_size > wanted),
      CONSTRAINT oversight_samples_seed CHECK (seed IS NULL OR sha256(seed) = commitment),
      CONSTRAINT oversight_samples_kept CHECK ((seed IS NULL) = (sealed_seed IS NOT NULL)),
      CONSTRAINT oversight_samples_drawn CHECK (
        num_nonnulls(word, seed, result, drawn_by, drawn_at) IN (0, 5)),
      -- Whoever chose the pool does not give the word.
      CONSTRAINT oversight_samples_two_people CHECK (drawn_by <> made_by)
    );
    -- Sixteen bytes that are all different: nothing to be gained by packing them.
    ALTER TABLE oversight_samples ALTER COLUMN pool SET STORAGE EXTERNAL;
    CREATE INDEX oversight_samples_newest ON oversight_samples (body, arrival DESC);
    CREATE INDEX cases_closed_within ON cases (organisation_id, closed_on) INCLUDE (id, outcome)
      WHERE NOT is_open AND closed_on IS NOT NULL;

    CREATE FUNCTION oversight_sample_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' OR OLD.drawn_at IS NOT NULL
        OR (NEW.id, NEW.once, NEW.body, NEW.year, NEW.serial, NEW.kind, NEW.from_day, NEW.until_day, NEW.wanted,
            NEW.due_on, NEW.pool_hash, NEW.pool_size, NEW.commitment, NEW.made_by, NEW.made_at)
           IS DISTINCT FROM
           (OLD.id, OLD.once, OLD.body, OLD.year, OLD.serial, OLD.kind, OLD.from_day, OLD.until_day, OLD.wanted,
            OLD.due_on, OLD.pool_hash, OLD.pool_size, OLD.commitment, OLD.made_by, OLD.made_at)
      THEN
        RAISE EXCEPTION 'a sample stays as it was' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER oversight_samples_stay BEFORE UPDATE OR DELETE ON oversight_samples
      FOR EACH ROW EXECUTE FUNCTION oversight_sample_stays();

    ALTER TABLE oversight_letters
      ADD COLUMN sample_id uuid REFERENCES oversight_samples (id),
      ADD COLUMN handed_by uuid REFERENCES staff (id),
      ADD COLUMN handed_at timestamptz,
      ADD COLUMN verdict text CHECK (verdict IN ('in-order', 'remarks', 'returned')),
      ADD COLUMN verdict_by uuid REFERENCES staff (id),
      ADD COLUMN verdict_at timestamptz,
      ADD COLUMN sealed_verdict bytea,
      DROP CONSTRAINT oversight_letters_answered,
      ADD CONSTRAINT oversight_letters_answered CHECK (
        state = 'open' OR answers > 0 AND received_at IS NOT NULL
        OR state = 'closed' AND coalesce(verdict, '') IN ('in-order', 'remarks')),
      ADD CONSTRAINT oversight_letters_sampled CHECK (
        sample_id IS NOT NULL OR handed_by IS NULL AND verdict IS NULL),
      ADD CONSTRAINT oversight_letters_handed CHECK (
        (handed_by IS NULL) = (handed_at IS NULL) AND (handed_at IS NOT NULL OR verdict IS NULL)),
      ADD CONSTRAINT oversight_letters_judged CHECK (
        (verdict IS NULL) = (verdict_by IS NULL) AND (verdict IS NULL) = (verdict_at IS NULL)
        AND (verdict IS NULL) = (sealed_verdict IS NULL));
    CREATE INDEX oversight_letters_of_sample ON oversight_letters (sample_id, arrival) WHERE sample_id IS NOT NULL;

    CREATE FUNCTION oversight_sampled_bodies() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT oversight_is_of(NEW.handed_by, NEW.to_body) OR NOT oversight_is_of(NEW.verdict_by, NEW.from_body)
        OR NEW.sample_id IS NOT NULL AND NEW.case_id IS NULL
      THEN
        RAISE EXCEPTION 'the body below hands over, the body above looks' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER oversight_letters_sampled BEFORE INSERT OR UPDATE ON oversight_letters
      FOR EACH ROW EXECUTE FUNCTION oversight_sampled_bodies();
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DELETE FROM oversight_letters WHERE sample_id IS NOT NULL;
    DROP TRIGGER oversight_letters_sampled ON oversight_letters;
    DROP FUNCTION oversight_sampled_bodies();
    ALTER TABLE oversight_letters
      DROP COLUMN sample_id, DROP COLUMN handed_by, DROP COLUMN handed_at, DROP COLUMN verdict,
      DROP COLUMN verdict_by, DROP COLUMN verdict_at, DROP COLUMN sealed_verdict,
      DROP CONSTRAINT IF EXISTS oversight_letters_answered,
      ADD CONSTRAINT oversight_letters_answered CHECK (
        state = 'open' OR answers > 0 AND received_at IS NOT NULL);
    DROP INDEX cases_closed_within;
    DROP TABLE oversight_samples;
    DROP FUNCTION oversight_sample_stays();
  `)
}
