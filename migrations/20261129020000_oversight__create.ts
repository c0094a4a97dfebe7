import type { Knex } from 'knex'

/** Both bodies stand as they should, and each hand belongs to its own body. */
const guards = `
    CREATE FUNCTION oversight_is_below(lower_body uuid, upper_body uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
      WITH RECURSIVE over AS (
        SELECT parent_id FROM organisations WHERE id = lower_body
        UNION SELECT o.parent_id FROM organisations AS o JOIN over ON o.id = over.parent_id)
      SELECT EXISTS (SELECT FROM over WHERE parent_id = upper_body)
    $$;
    CREATE FUNCTION oversight_is_of(person uuid, body uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
      SELECT person IS NULL OR EXISTS (SELECT FROM staff WHERE id = person AND organisation_id = body)
    $$;

    CREATE FUNCTION oversight_letter_bodies() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' AND (NOT oversight_is_below(NEW.to_body, NEW.from_body)
        OR NEW.case_id IS NOT NULL AND NOT EXISTS (
          SELECT FROM cases AS c WHERE c.id = NEW.case_id AND c.organisation_id = NEW.to_body))
        OR NOT oversight_is_of(NEW.issued_by, NEW.from_body)
        OR NOT oversight_is_of(NEW.closed_by, NEW.from_body)
        OR NOT oversight_is_of(NEW.received_by, NEW.to_body)
      THEN
        RAISE EXCEPTION 'a letter goes from a body to one below it' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER oversight_letters_bodies BEFORE INSERT OR UPDATE ON oversight_letters
      FOR EACH ROW EXECUTE FUNCTION oversight_letter_bodies();

    -- The mark beside the state of a case: as long as a letter about it is not closed.
    CREATE FUNCTION oversight_mark_case() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE cases SET supervised = EXISTS (
        SELECT FROM oversight_letters AS l WHERE l.case_id = cases.id AND l.state <> 'closed')
      WHERE id = coalesce(NEW.case_id, OLD.case_id);
      RETURN NULL;
    END $$;
    CREATE TRIGGER oversight_letters_mark AFTER INSERT OR UPDATE OF state OR DELETE ON oversight_letters
      FOR EACH ROW EXECUTE FUNCTION oversight_mark_case();

    CREATE FUNCTION oversight_answer_bodies() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT EXISTS (SELECT FROM oversight_letters AS l WHERE l.id = NEW.letter_id
        AND oversight_is_of(NEW.answered_by, l.to_body) AND oversight_is_of(NEW.returned_by, l.from_body)
        AND (TG_OP = 'UPDATE' OR l.state <> 'closed'))
      THEN
        RAISE EXCEPTION 'the body below answers, the body above judges' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER oversight_answers_bodies BEFORE INSERT OR UPDATE ON oversight_answers
      FOR EACH ROW EXECUTE FUNCTION oversight_answer_bodies();

    CREATE FUNCTION oversight_above_acts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT EXISTS (SELECT FROM oversight_letters AS l WHERE l.id = NEW.letter_id
        AND oversight_is_of(NEW.done_by, l.from_body) AND l.state = 'open')
      THEN
        RAISE EXCEPTION 'the body above chases what is open' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER oversight_chases_above BEFORE INSERT ON oversight_chases
      FOR EACH ROW EXECUTE FUNCTION oversight_above_acts();
    CREATE TRIGGER oversight_terms_above BEFORE INSERT ON oversight_terms
      FOR EACH ROW EXECUTE FUNCTION oversight_above_acts();
`

/** What an alert can be about besides a letter, as far as there is a room for it. */
const others = async (knex: Knex): Promise<string> => {
  const hasRegister = await knex.schema.hasColumn('staff_alerts', 'register_id')
  return ['deadline_id', 'appeal_id', ...(hasRegister ? ['register_id'] : [])].join(', ')
}

/** Reminders of letters, beside those of clocks and of what reporters laid before a body. */
const remind = async (knex: Knex): Promise<unknown> =>
  knex.raw(`
    CREATE TABLE oversight_steps (
      oversight_id uuid NOT NULL REFERENCES oversight_letters (id) ON DELETE CASCADE,
      step text NOT NULL,
      on_day date NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('told', 'passed', 'nobody')),
      PRIMARY KEY (oversight_id, step)
    );
    ALTER TABLE staff_alerts
      ALTER COLUMN case_id DROP NOT NULL,
      ADD COLUMN oversight_id uuid REFERENCES oversight_letters (id) ON DELETE CASCADE,
      DROP CONSTRAINT staff_alerts_of_one,
      ADD CONSTRAINT staff_alerts_of_one CHECK (num_nonnulls(${await others(knex)}, oversight_id) = 1),
      ADD CONSTRAINT staff_alerts_of_case_too CHECK (case_id IS NOT NULL OR oversight_id IS NOT NULL),
      ADD CONSTRAINT staff_alerts_once_a_letter UNIQUE (oversight_id, step, staff_id);
  `)

/**
 * 督办: what a body asks of one below it, with a day to answer by. The words stand under a key of the letter's own that
 * the desks of both bodies hold; once it is received, whoever opens the case opens it too.
 */
const tables = `
    ALTER TABLE cases ADD COLUMN supervised boolean NOT NULL DEFAULT false;

    CREATE TABLE oversight_letters (
      id uuid PRIMARY KEY,
      arrival bigserial NOT NULL,
      once uuid NOT NULL UNIQUE,
      from_body uuid NOT NULL REFERENCES organisations (id),
      to_body uuid NOT NULL REFERENCES organisations (id),
      year integer NOT NULL,
      serial integer NOT NULL,
      case_id uuid REFERENCES cases (id),
      case_year integer,
      case_serial integer,
      urgency text NOT NULL CHECK (urgency IN ('plain', 'urgent', 'utmost')),
      state text NOT NULL CHECK (state IN ('open', 'answered', 'closed')),
      issued_by uuid NOT NULL REFERENCES staff (id),
      issued_at timestamptz NOT NULL,
      due_on date NOT NULL,
      received_by uuid REFERENCES staff (id),
      received_at timestamptz,
      case_sealed_key bytea,
      answers smallint NOT NULL DEFAULT 0,
      chases smallint NOT NULL DEFAULT 0,
      closed_by uuid REFERENCES staff (id),
      closed_at timestamptz,
      reminded smallint NOT NULL DEFAULT 0,
      sealed_words bytea NOT NULL,
      sealed_close bytea,
      UNIQUE (from_body, year, serial),
      CONSTRAINT oversight_letters_case CHECK (
        (case_year IS NULL) = (case_serial IS NULL) AND (case_id IS NULL OR case_year IS NOT NULL)),
      CONSTRAINT oversight_letters_received CHECK ((received_by IS NULL) = (received_at IS NULL)),
      CONSTRAINT oversight_letters_answered CHECK (
        state = 'open' OR answers > 0 AND received_at IS NOT NULL),
      CONSTRAINT oversight_letters_closed CHECK (
        (state = 'closed') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (closed_by IS NULL)
        AND (closed_at IS NULL) = (sealed_close IS NULL)),
      -- Whoever asked does not judge alone that it is done.
      CONSTRAINT oversight_letters_two_people CHECK (closed_by <> issued_by)
    );
    CREATE INDEX oversight_letters_of_case ON oversight_letters (case_id) WHERE case_id IS NOT NULL;
    CREATE INDEX oversight_letters_above ON oversight_letters (from_body, state, due_on, arrival);
    CREATE INDEX oversight_letters_below ON oversight_letters (to_body, state, due_on, arrival);
    CREATE INDEX oversight_letters_to_remind ON oversight_letters (reminded, due_on, id) WHERE state = 'open';

    CREATE TABLE oversight_seals (
      letter_id uuid NOT NULL REFERENCES oversight_letters (id) ON DELETE CASCADE,
      desk_id uuid NOT NULL,
      version integer NOT NULL,
      sealed bytea NOT NULL,
      PRIMARY KEY (letter_id, desk_id),
      FOREIGN KEY (desk_id, version) REFERENCES desk_keys (desk_id, version)
    );
    CREATE INDEX oversight_seals_of_desk ON oversight_seals (desk_id, version);

    CREATE TABLE oversight_answers (
      letter_id uuid NOT NULL REFERENCES oversight_letters (id) ON DELETE CASCADE,
      number smallint NOT NULL,
      once uuid NOT NULL UNIQUE,
      answered_by uuid NOT NULL REFERENCES staff (id),
      answered_at timestamptz NOT NULL,
      returned_by uuid REFERENCES staff (id),
      returned_at timestamptz,
      sealed_words bytea NOT NULL,
      sealed_return bytea,
      PRIMARY KEY (letter_id, number),
      CONSTRAINT oversight_answers_returned CHECK (
        (returned_by IS NULL) = (returned_at IS NULL) AND (returned_by IS NULL) = (sealed_return IS NULL))
    );
    CREATE TABLE oversight_chases (
      letter_id uuid NOT NULL REFERENCES oversight_letters (id) ON DELETE CASCADE,
      number smallint NOT NULL,
      once uuid NOT NULL UNIQUE,
      done_by uuid NOT NULL REFERENCES staff (id),
      done_at timestamptz NOT NULL,
      sealed_words bytea NOT NULL,
      PRIMARY KEY (letter_id, number)
    );
    CREATE TABLE oversight_terms (
      letter_id uuid NOT NULL REFERENCES oversight_letters (id) ON DELETE CASCADE,
      number smallint NOT NULL,
      once uuid NOT NULL UNIQUE,
      done_by uuid NOT NULL REFERENCES staff (id),
      done_at timestamptz NOT NULL,
      from_day date NOT NULL,
      to_day date NOT NULL,
      sealed_words bytea NOT NULL,
      PRIMARY KEY (letter_id, number),
      CONSTRAINT oversight_terms_longer CHECK (to_day > from_day)
    );
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await knex.raw(guards)
  await remind(knex)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DELETE FROM staff_alerts WHERE oversight_id IS NOT NULL;
    ALTER TABLE staff_alerts
      DROP CONSTRAINT staff_alerts_of_case_too,
      DROP COLUMN oversight_id,
      ADD CONSTRAINT staff_alerts_of_one CHECK (num_nonnulls(${await others(knex)}) = 1),
      ALTER COLUMN case_id SET NOT NULL;
    DROP TABLE oversight_steps;
    DROP TABLE oversight_terms, oversight_chases, oversight_answers, oversight_seals, oversight_letters;
    DROP FUNCTION oversight_above_acts(), oversight_answer_bodies(), oversight_mark_case(), oversight_letter_bodies(),
      oversight_is_of(uuid, uuid), oversight_is_below(uuid, uuid);
    ALTER TABLE cases DROP COLUMN supervised;
  `)
}
