import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE passkeys (
      id uuid PRIMARY KEY,
      staff_id uuid NOT NULL REFERENCES staff (id),
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
      credential_id bytea NOT NULL UNIQUE,
      public_key bytea NOT NULL,
      public_key_mac bytea NOT NULL,
      counter bigint NOT NULL,
      transports text[] NOT NULL,
      created_on date NOT NULL,
      last_used_on date
    );
    CREATE INDEX passkeys_by_staff ON passkeys (staff_id);

    -- What an answer must be an answer to. One for each session and purpose, gone with the first answer and
    -- with the session.
    CREATE TABLE passkey_challenges (
      session_hash bytea NOT NULL REFERENCES sessions (id_hash) ON DELETE CASCADE,
      purpose text NOT NULL CHECK (purpose IN ('register', 'prove')),
      challenge bytea NOT NULL,
      name text CHECK (length(name) BETWEEN 1 AND 40),
      expires_at timestamptz NOT NULL,
      PRIMARY KEY (session_hash, purpose)
    );
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('DROP TABLE passkey_challenges; DROP TABLE passkeys;')
}
