import type { Knex } from 'knex'

/**
 * Figures as a body signed them: the text whose digest stands in the record of deeds. What was signed stays; what is
 * put right is another version. Whoever answers belongs to the body that it was sent to.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE statistics_reports (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      to_body uuid NOT NULL REFERENCES organisations (id),
      period text NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      due_on date NOT NULL,
      figures text NOT NULL,
      digest text NOT NULL CHECK (digest = encode(sha256(convert_to(figures, 'UTF8')), 'hex')),
      state text NOT NULL CHECK (state IN ('sent', 'received', 'returned', 'replaced')),
      signed_by uuid NOT NULL REFERENCES staff (id),
      signed_at timestamptz NOT NULL,
      answered_by uuid REFERENCES staff (id),
      answered_at timestamptz,
      ground text,
      CONSTRAINT statistics_reports_two_bodies CHECK (organisation_id <> to_body),
      CONSTRAINT statistics_reports_answered CHECK (
        (answered_by IS NULL) = (answered_at IS NULL) AND (state NOT IN ('received', 'returned') OR answered_by IS NOT NULL)),
      CONSTRAINT statistics_reports_ground CHECK ((state = 'returned') = (ground IS NOT NULL)),
      CONSTRAINT statistics_reports_two_people CHECK (answered_by <> signed_by),
      UNIQUE (organisation_id, period, version)
    );
    -- One holds at a time.
    CREATE UNIQUE INDEX statistics_reports_one ON statistics_reports (organisation_id, period)
      WHERE state IN ('sent', 'received');
    CREATE INDEX statistics_reports_to ON statistics_reports (to_body, period, organisation_id, version);

    CREATE FUNCTION statistics_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        IF NEW.state = 'sent' AND EXISTS (
          SELECT FROM staff_duties AS d JOIN staff AS s ON s.id = d.staff_id
          WHERE s.id = NEW.signed_by AND s.organisation_id = NEW.organisation_id AND d.duty = 'principal')
        THEN
          RETURN NEW;
        END IF;
      ELSIF (OLD.state, NEW.state) IN (('sent', 'received'), ('sent', 'returned'), ('sent', 'replaced'), ('received', 'replaced'))
        AND (NEW.id, NEW.organisation_id, NEW.to_body, NEW.period, NEW.version, NEW.due_on, NEW.figures, NEW.signed_by, NEW.signed_at)
          IS NOT DISTINCT FROM
          (OLD.id, OLD.organisation_id, OLD.to_body, OLD.period, OLD.version, OLD.due_on, OLD.figures, OLD.signed_by, OLD.signed_at)
        AND (NEW.answered_by IS NOT DISTINCT FROM OLD.answered_by OR EXISTS (
          SELECT FROM staff AS s WHERE s.id = NEW.answered_by AND s.organisation_id = NEW.to_body))
      THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'what was signed stays, and is answered by the body above' USING ERRCODE = 'check_violation';
    END $$;
    CREATE TRIGGER statistics_reports_stay BEFORE INSERT OR UPDATE ON statistics_reports
      FOR EACH ROW EXECUTE FUNCTION statistics_report_stays();
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('DROP TABLE statistics_reports; DROP FUNCTION statistics_report_stays();')
}
