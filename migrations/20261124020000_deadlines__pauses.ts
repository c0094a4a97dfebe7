import type { Knex } from 'knex'

/** What is over stays as it was counted: a calendar or a rule that comes later changes no finished clock. */
const clocks = `
  ALTER TABLE deadlines
    -- Clocks in hours have moments: only what officers cause is counted in hours.
    ADD COLUMN started_at timestamptz,
    ADD COLUMN due_at timestamptz,
    -- The first day of the pause that lasts; null: it runs, or it is done.
    ADD COLUMN paused_on date,
    ADD CONSTRAINT deadlines_moments CHECK ((started_at IS NULL) = (due_at IS NULL)),
    ADD CONSTRAINT deadlines_done_not_paused CHECK (done_on IS NULL OR paused_on IS NULL);

  CREATE FUNCTION deadlines_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    wrong text;
  BEGIN
    wrong := CASE
      WHEN (NEW.id, NEW.case_id, NEW.rule_code, NEW.rule_place, NEW.rule_version, NEW.started_on, NEW.started_at)
        IS DISTINCT FROM
        (OLD.id, OLD.case_id, OLD.rule_code, OLD.rule_place, OLD.rule_version, OLD.started_on, OLD.started_at)
        THEN 'deadlines_as_started'
      WHEN OLD.done_on IS NOT NULL AND (NEW.due_on, NEW.due_at, NEW.provisional, NEW.done_on, NEW.paused_on)
        IS DISTINCT FROM (OLD.due_on, OLD.due_at, OLD.provisional, OLD.done_on, OLD.paused_on)
        THEN 'deadlines_frozen'
    END;
    IF wrong IS NOT NULL THEN
      RAISE EXCEPTION 'a clock keeps its beginning, and a finished one its end' USING ERRCODE = '23514', CONSTRAINT = wrong;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER deadlines_frozen BEFORE UPDATE ON deadlines
    FOR EACH ROW EXECUTE FUNCTION deadlines_frozen();
`

const pauses = `
  CREATE TABLE deadline_pauses (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    deadline_id uuid NOT NULL REFERENCES deadlines (id),
    -- Both days do not count. Null: it lasts. The day before the first: it ended on the day on which it began.
    from_on date NOT NULL,
    to_on date,
    ground text NOT NULL CHECK (btrim(ground) <> ''),
    -- The whole case stood still, not this clock alone.
    of_case boolean NOT NULL,
    CONSTRAINT deadline_pauses_days CHECK (to_on >= from_on - 1)
  );
  CREATE UNIQUE INDEX deadline_pauses_open ON deadline_pauses (deadline_id) WHERE to_on IS NULL;
  CREATE INDEX deadline_pauses_of_clock ON deadline_pauses (deadline_id, from_on);

  CREATE FUNCTION deadline_pauses_course() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    wrong text;
  BEGIN
    PERFORM FROM deadlines WHERE id = NEW.deadline_id FOR UPDATE;
    wrong := CASE
      WHEN TG_OP = 'UPDATE' AND (OLD.to_on IS NOT NULL OR (NEW.id, NEW.deadline_id, NEW.from_on, NEW.ground, NEW.of_case)
        IS DISTINCT FROM (OLD.id, OLD.deadline_id, OLD.from_on, OLD.ground, OLD.of_case))
        THEN 'deadline_pauses_as_it_was'
      WHEN EXISTS (SELECT FROM deadlines WHERE id = NEW.deadline_id AND done_on IS NOT NULL)
        THEN 'deadline_pauses_of_running_clock'
      WHEN EXISTS (
        SELECT FROM deadline_pauses AS other
        WHERE other.deadline_id = NEW.deadline_id AND other.id <> NEW.id
          AND other.from_on <= COALESCE(NEW.to_on, 'infinity') AND NEW.from_on <= COALESCE(other.to_on, 'infinity')
          AND other.to_on IS DISTINCT FROM other.from_on - 1 AND NEW.to_on IS DISTINCT FROM NEW.from_on - 1)
        THEN 'deadline_pauses_apart'
    END;
    IF wrong IS NOT NULL THEN
      RAISE EXCEPTION 'a pause is apart from others, and ends once' USING ERRCODE = '23514', CONSTRAINT = wrong;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER deadline_pauses_course BEFORE INSERT OR UPDATE ON deadline_pauses
    FOR EACH ROW EXECUTE FUNCTION deadline_pauses_course();
`

const extensions = `
  CREATE TABLE deadline_extensions (
    id uuid PRIMARY KEY,
    position bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    deadline_id uuid NOT NULL REFERENCES deadlines (id),
    case_id uuid NOT NULL REFERENCES cases (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- How many were given before it: the rule says what the next one may be.
    place smallint NOT NULL CHECK (place >= 0),
    length integer NOT NULL CHECK (length > 0),
    unit text NOT NULL CHECK (unit IN ('working', 'natural', 'months', 'years')),
    asker_id uuid NOT NULL REFERENCES staff (id),
    asked_at timestamptz NOT NULL,
    sealed_reason bytea NOT NULL,
    due_before date NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'approved', 'refused', 'withdrawn', 'lapsed')),
    decider_id uuid REFERENCES staff (id),
    decided_at timestamptz,
    due_after date,
    sealed_answer bytea,
    CONSTRAINT deadline_extensions_two_people CHECK (
      state NOT IN ('approved', 'refused') OR (decider_id IS NOT NULL AND decider_id <> asker_id)),
    CONSTRAINT deadline_extensions_withdrawn CHECK (state <> 'withdrawn' OR decider_id = asker_id),
    CONSTRAINT deadline_extensions_decided CHECK (
      (state = 'asked') = (decided_at IS NULL) AND (state = 'approved') = (due_after IS NOT NULL) AND
      (state <> 'asked' OR decider_id IS NULL) AND (state <> 'refused' OR sealed_answer IS NOT NULL))
  );
  CREATE UNIQUE INDEX deadline_extensions_one_asked ON deadline_extensions (deadline_id) WHERE state = 'asked';
  CREATE UNIQUE INDEX deadline_extensions_each_once ON deadline_extensions (deadline_id, place) WHERE state = 'approved';
  CREATE INDEX deadline_extensions_of_clock ON deadline_extensions (deadline_id, position);
  CREATE INDEX deadline_extensions_of_case ON deadline_extensions (case_id);
  CREATE INDEX deadline_extensions_waiting ON deadline_extensions (organisation_id, position) WHERE state = 'asked';

  CREATE FUNCTION deadline_extensions_course() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    wrong text;
  BEGIN
    wrong := CASE
      WHEN TG_OP = 'INSERT' AND NEW.state <> 'asked' THEN 'deadline_extensions_begins_with_asking'
      WHEN TG_OP = 'UPDATE' AND OLD.state <> 'asked' THEN 'deadline_extensions_decided_once'
      WHEN TG_OP = 'UPDATE' AND (NEW.id, NEW.deadline_id, NEW.case_id, NEW.organisation_id, NEW.place, NEW.length,
          NEW.unit, NEW.asker_id, NEW.asked_at, NEW.sealed_reason, NEW.due_before)
        IS DISTINCT FROM (OLD.id, OLD.deadline_id, OLD.case_id, OLD.organisation_id, OLD.place, OLD.length,
          OLD.unit, OLD.asker_id, OLD.asked_at, OLD.sealed_reason, OLD.due_before)
        THEN 'deadline_extensions_as_asked'
      WHEN NEW.state IN ('approved', 'refused') AND NOT EXISTS (
        SELECT FROM staff_duties WHERE staff_id = NEW.decider_id AND duty = 'principal')
        THEN 'deadline_extensions_by_principal'
    END;
    IF wrong IS NOT NULL THEN
      RAISE EXCEPTION 'this does not happen to an extension' USING ERRCODE = '23514', CONSTRAINT = wrong;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER deadline_extensions_course BEFORE INSERT OR UPDATE ON deadline_extensions
    FOR EACH ROW EXECUTE FUNCTION deadline_extensions_course();
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(clocks)
  await knex.raw(pauses)
  await knex.raw(extensions)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE deadline_extensions;
    DROP TABLE deadline_pauses;
    DROP FUNCTION deadline_extensions_course();
    DROP FUNCTION deadline_pauses_course();
    DROP TRIGGER deadlines_frozen ON deadlines;
    DROP FUNCTION deadlines_frozen();
    ALTER TABLE deadlines DROP COLUMN started_at, DROP COLUMN due_at, DROP COLUMN paused_on;
  `)
}
