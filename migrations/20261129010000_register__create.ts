import type { Knex } from 'knex'

const createEntries = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    CREATE TABLE register_entries (
      id uuid PRIMARY KEY,
      -- Gone once the case is destroyed; what was published stays published.
      case_id uuid REFERENCES cases (id),
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      state text NOT NULL
        CHECK (state IN ('written', 'returned', 'published', 'changed', 'withdrawn')),
      version integer NOT NULL CHECK (version > 0),
      kind text NOT NULL,
      number text NOT NULL,
      number_key text NOT NULL,
      decided_on date NOT NULL,
      institution text NOT NULL,
      found_text text NOT NULL,
      grams text[] NOT NULL,
      written_by uuid NOT NULL REFERENCES staff (id),
      written_on date NOT NULL,
      answered_by uuid REFERENCES staff (id),
      return_ground text,
      published_on date,
      change_ground text,
      changed_on date,
      changed_by uuid REFERENCES staff (id),
      rule_code text,
      rule_place text,
      rule_version integer,
      due_on date,
      provisional boolean,
      withdrawn_on date,
      withdrawn_by uuid REFERENCES staff (id),
      reminded smallint NOT NULL DEFAULT 0,
      CONSTRAINT register_four_eyes CHECK (answered_by <> written_by),
      CONSTRAINT register_of_case
        CHECK (case_id IS NOT NULL OR state NOT IN ('written', 'returned')),
      CONSTRAINT register_returned CHECK ((state = 'returned') = (return_ground IS NOT NULL)),
      CONSTRAINT register_published CHECK (
        (state IN ('published', 'changed', 'withdrawn'))
          = (published_on IS NOT NULL AND answered_by IS NOT NULL)),
      CONSTRAINT register_changed CHECK (
        (state IN ('changed', 'withdrawn')) = (num_nonnulls(change_ground, changed_on, due_on) = 3)),
      CONSTRAINT register_clock CHECK (
        num_nonnulls(due_on, rule_code, rule_place, rule_version, provisional) IN (0, 5)),
      CONSTRAINT register_withdrawn CHECK (
        (state = 'withdrawn') = (num_nonnulls(withdrawn_on, withdrawn_by) = 2))
    );
  `)

const indexEntries = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    -- A number stands once at a body; after its withdrawal the corrected text may bear it again.
    CREATE UNIQUE INDEX register_number_once ON register_entries (organisation_id, number_key)
      WHERE state <> 'withdrawn';
    CREATE INDEX register_of_case_ix ON register_entries (case_id);
    CREATE INDEX register_waiting ON register_entries (organisation_id, state, written_on, id);
    CREATE INDEX register_to_remind ON register_entries (reminded, due_on, id)
      WHERE state = 'changed';
    -- What anybody reads, newest decision first: all, of a body, of a kind, of both; a year is a span of it.
    CREATE INDEX register_public ON register_entries (decided_on DESC, id DESC)
      WHERE state IN ('published', 'changed');
    CREATE INDEX register_public_body ON register_entries (organisation_id, decided_on DESC, id DESC)
      WHERE state IN ('published', 'changed');
    CREATE INDEX register_public_kind ON register_entries (kind, decided_on DESC, id DESC)
      WHERE state IN ('published', 'changed');
    CREATE INDEX register_public_both
      ON register_entries (organisation_id, kind, decided_on DESC, id DESC)
      WHERE state IN ('published', 'changed');
    CREATE INDEX register_grams ON register_entries USING gin (grams)
      WHERE state IN ('published', 'changed');
  `)

const createVersions = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    -- Written for the public, and kept only after two checks: nothing of a reporter (docs/adr/0077).
    CREATE TABLE register_versions (
      entry_id uuid NOT NULL REFERENCES register_entries (id) ON DELETE CASCADE,
      version integer NOT NULL CHECK (version > 0),
      kind text NOT NULL,
      number text NOT NULL,
      decided_on date NOT NULL,
      institution text NOT NULL,
      articles text NOT NULL,
      body text NOT NULL,
      written_by uuid NOT NULL REFERENCES staff (id),
      written_on date NOT NULL,
      PRIMARY KEY (entry_id, version)
    );

    CREATE FUNCTION register_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'register_versions: append only' USING ERRCODE = 'check_violation';
    END $$;
    CREATE TRIGGER register_versions_stay BEFORE UPDATE ON register_versions
      FOR EACH ROW EXECUTE FUNCTION register_version_stays();
  `)

const guardCourse = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    -- The course of an entry, and that nobody publishes what he has written, whichever version of it.
    CREATE FUNCTION register_course() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('written', 'returned'), ('written', 'published'), ('returned', 'written'),
        ('published', 'changed'), ('published', 'withdrawn'), ('changed', 'withdrawn')) THEN
        RAISE EXCEPTION 'register_entries: % does not follow %', NEW.state, OLD.state
          USING ERRCODE = 'check_violation';
      END IF;
      IF (OLD.state, NEW.state) <> ('returned', 'written') AND
        (OLD.version, OLD.kind, OLD.number, OLD.decided_on, OLD.institution, OLD.written_by)
          IS DISTINCT FROM
        (NEW.version, NEW.kind, NEW.number, NEW.decided_on, NEW.institution, NEW.written_by) THEN
        RAISE EXCEPTION 'register_entries: what was written stays' USING ERRCODE = 'check_violation';
      END IF;
      IF NEW.state = 'published' AND EXISTS (
        SELECT 1 FROM register_versions
        WHERE entry_id = NEW.id AND written_by = NEW.answered_by) THEN
        RAISE EXCEPTION 'register_entries: published by its writer' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER register_entries_course BEFORE UPDATE ON register_entries
      FOR EACH ROW EXECUTE FUNCTION register_course();

    CREATE FUNCTION register_begins() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.state <> 'written' OR NEW.version <> 1 THEN
        RAISE EXCEPTION 'register_entries: begins written' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER register_entries_begin BEFORE INSERT ON register_entries
      FOR EACH ROW EXECUTE FUNCTION register_begins();
  `)

const remind = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    CREATE TABLE register_steps (
      register_id uuid NOT NULL REFERENCES register_entries (id) ON DELETE CASCADE,
      step text NOT NULL,
      on_day date NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('told', 'passed', 'nobody')),
      PRIMARY KEY (register_id, step)
    );
    ALTER TABLE staff_alerts
      ADD COLUMN register_id uuid REFERENCES register_entries (id) ON DELETE CASCADE,
      DROP CONSTRAINT staff_alerts_of_one,
      ADD CONSTRAINT staff_alerts_of_one
        CHECK (num_nonnulls(deadline_id, appeal_id, register_id) = 1),
      ADD CONSTRAINT staff_alerts_once_an_entry UNIQUE (register_id, step, staff_id);
  `)

/** Decisions that anybody may read: entries with every version of their text, and the reminders to withdraw them. */
export const up = async (knex: Knex): Promise<void> => {
  await createEntries(knex)
  await indexEntries(knex)
  await createVersions(knex)
  await guardCourse(knex)
  await remind(knex)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DELETE FROM staff_alerts WHERE register_id IS NOT NULL;
    ALTER TABLE staff_alerts
      DROP CONSTRAINT staff_alerts_of_one,
      DROP COLUMN register_id,
      ADD CONSTRAINT staff_alerts_of_one CHECK (num_nonnulls(deadline_id, appeal_id) = 1);
    DROP TABLE register_steps;
    DROP TABLE register_versions;
    DROP FUNCTION register_version_stays();
    DROP TABLE register_entries;
    DROP FUNCTION register_course();
    DROP FUNCTION register_begins();
  `)
}
