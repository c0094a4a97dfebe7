import type { Knex } from 'knex'

const requests = `
  CREATE TABLE identity_requests (
    id uuid PRIMARY KEY,
    -- The order of asking, by a number: clocks step back.
    position bigserial NOT NULL,
    case_id uuid NOT NULL REFERENCES cases (id),
    report_id uuid NOT NULL REFERENCES reports (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- The identity desk that is asked: the one that holds the identity, or would hold it.
    desk_id uuid NOT NULL REFERENCES desks (id),
    asker_id uuid NOT NULL REFERENCES staff (id),
    asked_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    fields text[] NOT NULL CHECK (
      cardinality(fields) > 0 AND fields <@ ARRAY['name', 'phone', 'id-number', 'address']),
    ground text NOT NULL,
    minutes integer NOT NULL CHECK (minutes > 0),
    sealed_text bytea NOT NULL,
    state text NOT NULL CHECK (state IN (
      'asked', 'approved', 'answered', 'refused', 'withdrawn', 'expired')),
    approver_id uuid REFERENCES staff (id),
    approved_at timestamptz,
    answerer_id uuid REFERENCES staff (id),
    answered_at timestamptz,
    opened_at timestamptz,
    closed_by uuid REFERENCES staff (id),
    closed_at timestamptz,
    sealed_refusal bytea,
    CONSTRAINT identity_requests_three_people CHECK (
      approver_id <> asker_id AND answerer_id <> asker_id AND answerer_id <> approver_id),
    CONSTRAINT identity_requests_refused_by_another CHECK (state <> 'refused' OR closed_by <> asker_id),
    CONSTRAINT identity_requests_withdrawn_by_asker CHECK (state <> 'withdrawn' OR closed_by = asker_id),
    CONSTRAINT identity_requests_approved CHECK (
      (approver_id IS NULL) = (approved_at IS NULL) AND
      (state <> 'asked' OR approver_id IS NULL) AND
      (state NOT IN ('approved', 'answered') OR approver_id IS NOT NULL)),
    CONSTRAINT identity_requests_answered CHECK (
      (state = 'answered') = (answerer_id IS NOT NULL) AND
      (state = 'answered') = (answered_at IS NOT NULL) AND
      (state = 'answered' OR opened_at IS NULL)),
    CONSTRAINT identity_requests_closed CHECK (
      (state IN ('refused', 'withdrawn', 'expired')) = (closed_at IS NOT NULL) AND
      (state = 'refused') = (sealed_refusal IS NOT NULL))
  );
  CREATE INDEX identity_requests_of_asker ON identity_requests (asker_id, position DESC);
  CREATE INDEX identity_requests_of_organisation ON identity_requests (organisation_id, position DESC);
  CREATE INDEX identity_requests_of_desk ON identity_requests (desk_id, position DESC);
  CREATE INDEX identity_requests_asker_state ON identity_requests (asker_id, state, position DESC);
  CREATE INDEX identity_requests_organisation_state
    ON identity_requests (organisation_id, state, position DESC);
  CREATE INDEX identity_requests_desk_state ON identity_requests (desk_id, state, position DESC);
  CREATE INDEX identity_requests_of_case ON identity_requests (case_id);
  CREATE INDEX identity_requests_waiting ON identity_requests (state, expires_at);

  CREATE TABLE identity_request_seals (
    request_id uuid NOT NULL REFERENCES identity_requests (id) ON DELETE CASCADE,
    recipient_kind text NOT NULL CHECK (recipient_kind IN ('desk', 'staff')),
    recipient_id uuid NOT NULL,
    version integer NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (request_id, recipient_kind, recipient_id, version)
  );
`

/** What was asked stays as it was when it was agreed to; a request goes one way, and what is over stays over. */
const course = `
  CREATE FUNCTION identity_requests_course() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    wrong text;
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'asked' THEN
        RAISE EXCEPTION 'a request begins with asking' USING ERRCODE = '23514',
          CONSTRAINT = 'identity_requests_course';
      END IF;
      RETURN NEW;
    END IF;
    wrong := CASE
      WHEN (NEW.id, NEW.position, NEW.case_id, NEW.report_id, NEW.organisation_id, NEW.asker_id, NEW.asked_at,
            NEW.fields, NEW.ground, NEW.minutes, NEW.sealed_text)
        IS DISTINCT FROM (OLD.id, OLD.position, OLD.case_id, OLD.report_id, OLD.organisation_id, OLD.asker_id,
            OLD.asked_at, OLD.fields, OLD.ground, OLD.minutes, OLD.sealed_text)
        THEN 'identity_requests_as_asked'
      WHEN OLD.approver_id IS NOT NULL AND (NEW.approver_id, NEW.approved_at)
        IS DISTINCT FROM (OLD.approver_id, OLD.approved_at) THEN 'identity_requests_as_approved'
      WHEN OLD.state = 'answered' AND ((NEW.answerer_id, NEW.answered_at)
        IS DISTINCT FROM (OLD.answerer_id, OLD.answered_at)
        OR (OLD.opened_at IS NOT NULL AND NEW.opened_at IS DISTINCT FROM OLD.opened_at))
        THEN 'identity_requests_answered_once'
      WHEN NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('asked', 'approved'), ('asked', 'refused'), ('asked', 'withdrawn'), ('asked', 'expired'),
        ('approved', 'answered'), ('approved', 'refused'), ('approved', 'withdrawn'), ('approved', 'expired'))
        THEN 'identity_requests_course'
      WHEN NEW.state = 'approved' AND OLD.state = 'asked' AND NOT EXISTS (
        SELECT FROM staff_duties WHERE staff_id = NEW.approver_id AND duty = 'principal')
        THEN 'identity_requests_approved_by_principal'
      WHEN NEW.state = 'answered' AND OLD.state = 'approved' AND NOT EXISTS (
        SELECT FROM staff_duties WHERE staff_id = NEW.answerer_id AND duty = 'identity')
        THEN 'identity_requests_answered_by_custodian'
    END;
    IF wrong IS NOT NULL THEN
      RAISE EXCEPTION 'this does not happen to a request' USING ERRCODE = '23514', CONSTRAINT = wrong;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER identity_requests_course BEFORE INSERT OR UPDATE ON identity_requests
    FOR EACH ROW EXECUTE FUNCTION identity_requests_course();
`

/** What the desk gave, sealed to the asker: there only after the answer, for the asker only, and not for long. */
const releases = `
  CREATE TABLE identity_releases (
    request_id uuid PRIMARY KEY REFERENCES identity_requests (id) ON DELETE CASCADE,
    staff_id uuid NOT NULL REFERENCES staff (id),
    sealed_key bytea NOT NULL,
    sealed bytea NOT NULL,
    until timestamptz NOT NULL
  );
  CREATE INDEX identity_releases_until ON identity_releases (until);
  CREATE INDEX identity_releases_of_staff ON identity_releases (staff_id, until);

  CREATE FUNCTION identity_releases_as_approved() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    asked identity_requests;
    wrong text;
  BEGIN
    SELECT * INTO asked FROM identity_requests WHERE id = NEW.request_id;
    wrong := CASE
      WHEN asked.state <> 'answered' THEN 'identity_releases_after_answer'
      WHEN asked.asker_id <> NEW.staff_id THEN 'identity_releases_to_asker'
      WHEN TG_OP = 'UPDATE' AND (NEW.request_id, NEW.staff_id, NEW.sealed_key, NEW.sealed)
        IS DISTINCT FROM (OLD.request_id, OLD.staff_id, OLD.sealed_key, OLD.sealed)
        THEN 'identity_releases_as_given'
      -- Longer than approved it is never there: not by opening it again, and not by writing a later end.
      WHEN TG_OP = 'UPDATE' AND (asked.opened_at IS NULL
        OR NEW.until > asked.opened_at + make_interval(mins => asked.minutes))
        THEN 'identity_releases_minutes'
    END;
    IF wrong IS NOT NULL THEN
      RAISE EXCEPTION 'not as approved' USING ERRCODE = '23514', CONSTRAINT = wrong;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER identity_releases_as_approved BEFORE INSERT OR UPDATE ON identity_releases
    FOR EACH ROW EXECUTE FUNCTION identity_releases_as_approved();
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(requests)
  await knex.raw(course)
  await knex.raw(releases)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE identity_releases;
    DROP TABLE identity_request_seals;
    DROP TABLE identity_requests;
    DROP FUNCTION identity_releases_as_approved();
    DROP FUNCTION identity_requests_course();
  `)
}
