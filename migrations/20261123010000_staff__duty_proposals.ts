import type { Knex } from 'knex'

const tables = `
  -- A one-time link that lets an invited person choose a password. The newest is the only one that opens.
  CREATE TABLE staff_invitations (
    staff_id uuid PRIMARY KEY REFERENCES staff (id),
    token_hash bytea NOT NULL UNIQUE,
    made_by uuid NOT NULL REFERENCES staff (id),
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT staff_invitations_not_to_oneself CHECK (staff_id <> made_by)
  );

  -- All duties that the person is to have, proposed by one and put into force by another.
  CREATE TABLE duty_proposals (
    id uuid PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES staff (id),
    duties text[] NOT NULL,
    -- Null: from the server's own terminal.
    proposed_by uuid REFERENCES staff (id),
    proposed_at timestamptz NOT NULL,
    decision text CHECK (decision IN ('in-force', 'refused', 'replaced')),
    decided_by uuid REFERENCES staff (id),
    decided_at timestamptz,
    CONSTRAINT duty_proposals_decided CHECK (num_nulls(decision, decided_by, decided_at) IN (0, 3)),
    CONSTRAINT duty_proposals_never_ones_own CHECK (staff_id <> proposed_by AND staff_id <> decided_by),
    CONSTRAINT duty_proposals_two_people CHECK (decision <> 'in-force' OR proposed_by <> decided_by)
  );
  CREATE UNIQUE INDEX duty_proposals_open ON duty_proposals (staff_id) WHERE decision IS NULL;
  CREATE INDEX duty_proposals_waiting ON duty_proposals (proposed_at, id) WHERE decision IS NULL;

  CREATE INDEX staff_by_name ON staff (display_name, id);
  CREATE INDEX staff_duties_by_duty ON staff_duties (duty, staff_id);
`

// The lock lets two that disable each other take turns: the later one sees what the earlier one did.
const lastAdministrator = `
  CREATE FUNCTION staff_last_admin() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    leaving text[];
    one text;
  BEGIN
    IF TG_TABLE_NAME = 'staff' THEN
      leaving := ARRAY(SELECT duty FROM staff_duties WHERE staff_id = OLD.id);
    ELSIF (SELECT status FROM staff WHERE id = OLD.staff_id) = 'active' THEN
      leaving := ARRAY[OLD.duty];
    END IF;
    IF leaving IS NULL OR NOT (leaving && ARRAY['system-admin', 'security-admin']) THEN
      RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('staff_last_admin'));
    FOREACH one IN ARRAY leaving LOOP
      IF one IN ('system-admin', 'security-admin') AND NOT EXISTS (
        SELECT 1 FROM staff_duties d JOIN staff s ON s.id = d.staff_id WHERE d.duty = one AND s.status = 'active')
      THEN
        RAISE EXCEPTION 'the last administrator stays' USING ERRCODE = '23514', CONSTRAINT = 'staff.last-admin';
      END IF;
    END LOOP;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER staff_last_admin AFTER UPDATE OF status ON staff FOR EACH ROW
    WHEN (OLD.status = 'active' AND NEW.status = 'disabled') EXECUTE FUNCTION staff_last_admin();
  CREATE CONSTRAINT TRIGGER staff_last_admin AFTER DELETE ON staff_duties
    FOR EACH ROW EXECUTE FUNCTION staff_last_admin();
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await knex.raw(lastAdministrator)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TRIGGER staff_last_admin ON staff_duties;
    DROP TRIGGER staff_last_admin ON staff;
    DROP FUNCTION staff_last_admin();
    DROP INDEX staff_duties_by_duty;
    DROP INDEX staff_by_name;
    DROP TABLE duty_proposals;
    DROP TABLE staff_invitations;
  `)
}
