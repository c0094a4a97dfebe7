import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE staff ADD COLUMN failures integer NOT NULL DEFAULT 0;

    -- A code that was used has no row any more.
    CREATE TABLE recovery_codes (
      staff_id uuid NOT NULL REFERENCES staff (id),
      code_hash bytea NOT NULL,
      made_at timestamptz NOT NULL,
      PRIMARY KEY (staff_id, code_hash)
    );

    -- For the page on which people see their own sign-ins. Reporters' deeds never touch it.
    CREATE INDEX audit_entries_sign_ins ON audit_entries (actor_id, at) WHERE deed = 'staff.signed-in';
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP INDEX audit_entries_sign_ins;
    DROP TABLE recovery_codes;
    ALTER TABLE staff DROP COLUMN failures;
  `)
}
