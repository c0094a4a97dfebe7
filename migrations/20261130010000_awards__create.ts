import type { Knex } from 'knex'

/**
 * What a report is to be paid, or why nothing. The key of an award is sealed to the reporter, to a finance desk and under
 * the key of the case; what the tests were answered with lies under the case's key alone.
 */
const tables = `
    CREATE TABLE awards (
      id uuid PRIMARY KEY,
      arrival bigserial NOT NULL,
      once uuid NOT NULL UNIQUE,
      case_id uuid NOT NULL REFERENCES cases (id),
      -- The case that leads: two reports of one matter are told apart by it.
      matter_id uuid NOT NULL,
      report_id uuid NOT NULL REFERENCES reports (id),
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      finance_body uuid NOT NULL REFERENCES organisations (id),
      year integer NOT NULL,
      serial integer NOT NULL,
      kind text NOT NULL CHECK (kind IN ('grant', 'refusal')),
      share text NOT NULL CHECK (share IN ('first', 'further')),
      state text NOT NULL CHECK (state IN (
        'proposed', 'reviewed', 'approved', 'claimed', 'paid', 'waived', 'refused', 'returned', 'reclaimed')),
      decided_on date NOT NULL,
      rule_code text,
      rule_place text,
      rule_version integer,
      basis_fen bigint NOT NULL CHECK (basis_fen >= 0),
      fen bigint NOT NULL CHECK (fen >= 0),
      -- What the budget knows it by: another one after money came back.
      budget_subject uuid NOT NULL UNIQUE,
      proposed_by uuid NOT NULL REFERENCES staff (id),
      proposed_at timestamptz NOT NULL,
      reviewed_by uuid REFERENCES staff (id),
      reviewed_at timestamptz,
      approved_by uuid REFERENCES staff (id),
      approved_at timestamptz,
      ended_by uuid REFERENCES staff (id),
      ended_at timestamptz,
      claim_until date,
      claim_provisional boolean NOT NULL DEFAULT false,
      paid_on date,
      sealed_grounds bytea NOT NULL,
      sealed_summary bytea NOT NULL,
      -- Why it was returned, waived, or may be claimed for longer.
      sealed_note bytea,
      case_sealed_key bytea NOT NULL,
      reporter_sealed_key bytea NOT NULL,
      desk_id uuid NOT NULL,
      desk_version integer NOT NULL,
      desk_sealed_key bytea NOT NULL,
      FOREIGN KEY (desk_id, desk_version) REFERENCES desk_keys (desk_id, version),
      UNIQUE (organisation_id, year, serial),
      CONSTRAINT awards_rule CHECK (
        (kind = 'grant') = (rule_code IS NOT NULL AND rule_place IS NOT NULL AND rule_version IS NOT NULL)),
      CONSTRAINT awards_sum CHECK ((kind = 'grant') = (fen > 0)),
      CONSTRAINT awards_kind_state CHECK (
        kind = 'grant' AND state <> 'refused' OR kind = 'refusal' AND state IN ('proposed', 'refused', 'returned')),
      -- 申报、审核、财务审批: three people.
      CONSTRAINT awards_three_people CHECK (
        reviewed_by <> proposed_by AND approved_by <> proposed_by AND approved_by <> reviewed_by),
      CONSTRAINT awards_reviewed CHECK (
        (reviewed_by IS NULL) = (reviewed_at IS NULL)
        AND (state IN ('proposed', 'returned') OR reviewed_by IS NOT NULL)),
      CONSTRAINT awards_approved CHECK (
        (approved_by IS NULL) = (approved_at IS NULL) AND (approved_by IS NULL) = (claim_until IS NULL)
        AND (state IN ('approved', 'claimed', 'paid', 'waived', 'reclaimed')) = (approved_by IS NOT NULL)),
      CONSTRAINT awards_paid CHECK ((state IN ('paid', 'reclaimed')) = (paid_on IS NOT NULL)),
      CONSTRAINT awards_ended CHECK ((ended_by IS NULL) = (ended_at IS NULL))
    );
    -- A report has one at a time, and a matter is paid once to whoever was first.
    CREATE UNIQUE INDEX awards_one_of_report ON awards (report_id) WHERE state <> 'returned';
    CREATE UNIQUE INDEX awards_one_first ON awards (matter_id)
      WHERE kind = 'grant' AND share = 'first' AND state <> 'returned';
    CREATE INDEX awards_of_case ON awards (case_id);
    CREATE INDEX awards_of_matter ON awards (matter_id);
    CREATE INDEX awards_of_body ON awards (organisation_id, state, arrival);
    CREATE INDEX awards_to_approve ON awards (finance_body, state, arrival);
    CREATE INDEX awards_of_desk ON awards (desk_id, desk_version);
    CREATE INDEX awards_windows ON awards (claim_until, id) WHERE state = 'approved';
    CREATE INDEX awards_approvals ON awards (finance_body, approved_at) WHERE approved_at IS NOT NULL;
`

/** What no code may do, whoever runs it. */
const guards = `
    CREATE FUNCTION award_has_duty(person uuid, duties text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
      SELECT person IS NULL OR EXISTS (
        SELECT FROM staff_duties AS d WHERE d.staff_id = person AND d.duty = ANY (duties))
    $$;

    CREATE FUNCTION award_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT (OLD.state, NEW.state) IN (
          ('proposed', 'reviewed'), ('proposed', 'refused'), ('proposed', 'returned'),
          ('reviewed', 'approved'), ('reviewed', 'returned'),
          ('approved', 'claimed'), ('approved', 'waived'), ('waived', 'approved'),
          ('claimed', 'approved'), ('claimed', 'paid'), ('paid', 'claimed'), ('paid', 'reclaimed'))
        AND OLD.state <> NEW.state
      THEN
        RAISE EXCEPTION 'an award does not go from % to %', OLD.state, NEW.state
          USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_course';
      END IF;
      IF (OLD.id, OLD.case_id, OLD.report_id, OLD.fen, OLD.basis_fen, OLD.kind, OLD.share, OLD.proposed_by)
          IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.report_id, NEW.fen, NEW.basis_fen, NEW.kind, NEW.share, NEW.proposed_by)
        OR OLD.reviewed_by IS NOT NULL AND OLD.reviewed_by IS DISTINCT FROM NEW.reviewed_by
        OR OLD.approved_by IS NOT NULL AND OLD.approved_by IS DISTINCT FROM NEW.approved_by
        OR OLD.sealed_summary <> NEW.sealed_summary OR OLD.sealed_grounds <> NEW.sealed_grounds
      THEN
        RAISE EXCEPTION 'what was proposed stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_stay';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER awards_keep BEFORE UPDATE ON awards FOR EACH ROW EXECUTE FUNCTION award_keeps();

    -- The side that knows the case proposes, the side that pays approves; nobody is on both (staff_duties).
    CREATE FUNCTION award_sides() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' AND NOT award_has_duty(NEW.proposed_by, ARRAY['handler', 'principal'])
        OR NEW.reviewed_by IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.reviewed_by IS NULL)
          AND NOT award_has_duty(NEW.reviewed_by, ARRAY['principal'])
        OR NEW.approved_by IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.approved_by IS NULL)
          AND NOT award_has_duty(NEW.approved_by, ARRAY['finance-approver'])
      THEN
        RAISE EXCEPTION 'not the duty for this step' USING ERRCODE = 'check_violation', CONSTRAINT = 'awards_sides';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER awards_sides BEFORE INSERT OR UPDATE ON awards FOR EACH ROW EXECUTE FUNCTION award_sides();
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await knex.raw(guards)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE awards;
    DROP FUNCTION award_sides(), award_keeps(), award_has_duty(uuid, text[]);
  `)
}
