import type { Knex } from 'knex'

const duties = `
  CREATE TABLE staff_duties (
    staff_id uuid NOT NULL REFERENCES staff (id),
    duty text NOT NULL CHECK (duty IN (
      'intake', 'principal', 'handler', 'legal', 'identity', 'supervision', 'finance-approver', 'payer',
      'publicity', 'system-admin', 'security-admin', 'auditor')),
    PRIMARY KEY (staff_id, duty)
  );

  -- Separation by key: what one person may not hold together, whoever writes the rows. The person's row is
  -- locked first, so that two transactions adding one duty each cannot pass each other.
  CREATE FUNCTION staff_duties_apart() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    held text[];
    handling constant text[] := ARRAY['intake', 'principal', 'handler'];
    finance constant text[] := ARRAY['finance-approver', 'payer'];
    keyed constant text[] := ARRAY['intake', 'principal', 'handler', 'legal', 'identity', 'supervision',
      'finance-approver', 'payer'];
    watching constant text[] := ARRAY['system-admin', 'security-admin', 'auditor'];
    clash text;
  BEGIN
    PERFORM 1 FROM staff WHERE id = NEW.staff_id FOR UPDATE;
    SELECT array_agg(duty) INTO held FROM staff_duties WHERE staff_id = NEW.staff_id;
    clash := CASE
      WHEN held && ARRAY['identity'] AND held && (handling || finance) THEN 'staff.identity-apart'
      WHEN held && finance AND held && handling THEN 'staff.finance-apart'
      WHEN held && watching AND held && keyed THEN 'staff.admin-apart'
      WHEN (SELECT count(*) FROM unnest(held) AS duty WHERE duty = ANY (watching)) > 1 THEN 'staff.admins-apart'
    END;
    IF clash IS NOT NULL THEN
      RAISE EXCEPTION 'duties must be apart' USING ERRCODE = '23514', CONSTRAINT = clash;
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER staff_duties_apart AFTER INSERT OR UPDATE ON staff_duties
    FOR EACH ROW EXECUTE FUNCTION staff_duties_apart();
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE staff (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      username text NOT NULL UNIQUE CHECK (username ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
      display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 60),
      status text NOT NULL CHECK (status IN ('invited', 'active', 'disabled')),
      password_salt bytea NOT NULL,
      password_verifier bytea NOT NULL,
      one_time_until timestamptz,
      public_key bytea,
      public_key_mac bytea,
      sealed_private_key bytea,
      recovery_copy bytea,
      recovery_version integer,
      sealed_totp bytea,
      totp_step bigint,
      last_signed_in_at timestamptz,
      created_at timestamptz NOT NULL,
      -- Whoever has chosen a password has a key, a recovery copy of it, and a second factor: all or none.
      CONSTRAINT staff_keys_complete CHECK (
        status = 'disabled'
        OR num_nulls(public_key, public_key_mac, sealed_private_key, recovery_copy, recovery_version, sealed_totp,
          totp_step) = CASE status WHEN 'active' THEN 0 ELSE 7 END
      )
    );
    CREATE INDEX staff_by_organisation ON staff (organisation_id, display_name);

    ${duties}
    -- Names that nobody has are counted like names that somebody has, so that the lock tells nothing.
    CREATE TABLE sign_in_attempts (
      name_hash bytea PRIMARY KEY,
      failures integer NOT NULL,
      last_at timestamptz NOT NULL,
      locked_until timestamptz
    );
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE sign_in_attempts;
    DROP TABLE staff_duties;
    DROP FUNCTION staff_duties_apart();
    DROP TABLE staff;
  `)
}
