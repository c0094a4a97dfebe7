import type { Knex } from 'knex'

/**
 * Who must keep away from a case. A check and no key for who belongs to the intake desk; for the others the
 * database itself sees to it that they neither handle the case nor hold a seal of it, whoever writes the rows.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE case_exclusions (
      case_id uuid NOT NULL REFERENCES cases (id),
      staff_id uuid NOT NULL REFERENCES staff (id),
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      ground text NOT NULL,
      set_by uuid NOT NULL REFERENCES staff (id),
      set_at timestamptz NOT NULL,
      PRIMARY KEY (case_id, staff_id)
    );
    CREATE INDEX case_exclusions_of ON case_exclusions (staff_id, case_id);
    CREATE INDEX case_exclusions_newest ON case_exclusions (organisation_id, set_at DESC, case_id);

    CREATE FUNCTION case_exclusion_holds() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      person uuid := CASE TG_TABLE_NAME WHEN 'case_officers' THEN (to_jsonb(NEW) ->> 'staff_id')::uuid
        ELSE (to_jsonb(NEW) ->> 'recipient_id')::uuid END;
    BEGIN
      IF EXISTS (SELECT 1 FROM case_exclusions WHERE case_id = NEW.case_id AND staff_id = person) THEN
        RAISE EXCEPTION 'excluded from the case' USING ERRCODE = '23514', CONSTRAINT = 'case.excluded';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER case_officers_excluded BEFORE INSERT OR UPDATE ON case_officers
      FOR EACH ROW WHEN (NEW.handling) EXECUTE FUNCTION case_exclusion_holds();
    CREATE TRIGGER case_seals_excluded BEFORE INSERT OR UPDATE ON case_seals
      FOR EACH ROW WHEN (NEW.recipient_kind = 'staff') EXECUTE FUNCTION case_exclusion_holds();
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TRIGGER case_seals_excluded ON case_seals;
    DROP TRIGGER case_officers_excluded ON case_officers;
    DROP FUNCTION case_exclusion_holds();
    DROP TABLE case_exclusions;
  `)
}
