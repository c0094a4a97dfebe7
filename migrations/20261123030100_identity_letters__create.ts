import type { Knex } from 'knex'

const letters = `
  CREATE TABLE identity_letters (
    id uuid PRIMARY KEY,
    position bigserial NOT NULL,
    case_id uuid NOT NULL REFERENCES cases (id),
    report_id uuid NOT NULL REFERENCES reports (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- The identity desk that is asked to serve it, whether or not there is a name.
    desk_id uuid NOT NULL REFERENCES desks (id),
    drafter_id uuid NOT NULL REFERENCES staff (id),
    handed_at timestamptz NOT NULL,
    -- The letter's key for the officers of the case; the desk has it by a seal of its own.
    sealed_key bytea NOT NULL,
    sealed_text bytea NOT NULL,
    state text NOT NULL CHECK (state IN ('handed', 'closed', 'returned', 'withdrawn')),
    merged_by uuid REFERENCES staff (id),
    merged_at timestamptz,
    paper_until timestamptz,
    -- With name and address, under the identity key: for the desk, and never for an officer of the case.
    sealed_paper bytea,
    closed_by uuid REFERENCES staff (id),
    closed_at timestamptz,
    -- Whether, when and how it was served, under the letter's key: the tables do not tell who is named.
    sealed_outcome bytea,
    CONSTRAINT identity_letters_two_people CHECK (merged_by <> drafter_id AND (
      state NOT IN ('closed', 'returned') OR closed_by <> drafter_id)),
    CONSTRAINT identity_letters_withdrawn_by_drafter CHECK (state <> 'withdrawn' OR closed_by = drafter_id),
    CONSTRAINT identity_letters_merged CHECK (
      num_nulls(merged_by, merged_at, paper_until, sealed_paper) IN (0, 4)),
    CONSTRAINT identity_letters_ended CHECK (
      num_nulls(closed_by, closed_at) = CASE state WHEN 'handed' THEN 2 ELSE 0 END AND
      (sealed_outcome IS NOT NULL) = (state IN ('closed', 'returned')))
  );
  CREATE INDEX identity_letters_of_drafter ON identity_letters (drafter_id, position DESC);
  CREATE INDEX identity_letters_of_case ON identity_letters (case_id, position DESC);
  CREATE INDEX identity_letters_of_desk ON identity_letters (desk_id, position DESC);
  CREATE INDEX identity_letters_desk_state ON identity_letters (desk_id, state, position DESC);

  CREATE TABLE identity_letter_seals (
    letter_id uuid NOT NULL REFERENCES identity_letters (id) ON DELETE CASCADE,
    recipient_kind text NOT NULL CHECK (recipient_kind = 'desk'),
    recipient_id uuid NOT NULL,
    version integer NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (letter_id, recipient_kind, recipient_id, version)
  );

  CREATE FUNCTION identity_letters_course() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    wrong text;
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'handed' OR NEW.merged_by IS NOT NULL THEN
        RAISE EXCEPTION 'a letter begins with handing it over' USING ERRCODE = '23514',
          CONSTRAINT = 'identity_letters_course';
      END IF;
      RETURN NEW;
    END IF;
    wrong := CASE
      WHEN (NEW.id, NEW.position, NEW.case_id, NEW.report_id, NEW.organisation_id, NEW.drafter_id,
            NEW.handed_at, NEW.sealed_text)
        IS DISTINCT FROM (OLD.id, OLD.position, OLD.case_id, OLD.report_id, OLD.organisation_id,
            OLD.drafter_id, OLD.handed_at, OLD.sealed_text) THEN 'identity_letters_as_handed'
      WHEN OLD.state <> 'handed' AND (NEW.state, NEW.closed_by, NEW.closed_at)
        IS DISTINCT FROM (OLD.state, OLD.closed_by, OLD.closed_at) THEN 'identity_letters_course'
      WHEN NEW.merged_by IS DISTINCT FROM OLD.merged_by AND NOT EXISTS (
        SELECT FROM staff_duties WHERE staff_id = NEW.merged_by AND duty = 'identity')
        THEN 'identity_letters_merged_by_custodian'
      WHEN OLD.state = 'handed' AND NEW.state IN ('closed', 'returned') AND NOT EXISTS (
        SELECT FROM staff_duties WHERE staff_id = NEW.closed_by AND duty = 'identity')
        THEN 'identity_letters_closed_by_custodian'
    END;
    IF wrong IS NOT NULL THEN
      RAISE EXCEPTION 'this does not happen to a letter' USING ERRCODE = '23514', CONSTRAINT = wrong;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER identity_letters_course BEFORE INSERT OR UPDATE ON identity_letters
    FOR EACH ROW EXECUTE FUNCTION identity_letters_course();
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(letters)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE identity_letter_seals;
    DROP TABLE identity_letters;
    DROP FUNCTION identity_letters_course();
  `)
}
