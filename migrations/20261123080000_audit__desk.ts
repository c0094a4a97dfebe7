import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    -- What the auditor leafs through, newest first: one body, its deeds of one kind, one person.
    CREATE INDEX audit_entries_of_chain ON audit_entries (chain, on_day DESC, seq DESC);
    CREATE INDEX audit_entries_of_deed ON audit_entries (chain, deed, on_day DESC, seq DESC);
    CREATE INDEX audit_entries_of_person ON audit_entries (actor_id, on_day DESC, chain DESC, seq DESC)
      WHERE at IS NOT NULL;

    -- Where a chain begins after a purge: written by the owner alone, signed under the installation secret.
    CREATE TABLE audit_checkpoints (
      chain text PRIMARY KEY,
      seq bigint NOT NULL CHECK (seq > 0),
      hash bytea NOT NULL,
      before_day date NOT NULL,
      made_on date NOT NULL,
      mac bytea NOT NULL
    );

    -- Up to where each chain has been verified. A row whose mac does not hold counts as none.
    CREATE TABLE audit_verified (
      chain text PRIMARY KEY,
      seq bigint NOT NULL,
      hash bytea NOT NULL,
      mac bytea NOT NULL,
      checked_at timestamptz NOT NULL,
      fault text,
      fault_seq bigint,
      CHECK ((fault IS NULL) = (fault_seq IS NULL))
    );

    -- One verification and how far it has come: a process that is killed goes on from here.
    CREATE TABLE audit_checks (
      id uuid PRIMARY KEY,
      whole boolean NOT NULL,
      asked_by uuid,
      started_at timestamptz NOT NULL,
      ended_at timestamptz,
      chain text,
      seq bigint,
      hash bytea,
      mac bytea,
      done bigint NOT NULL DEFAULT 0,
      total bigint NOT NULL,
      faults integer NOT NULL DEFAULT 0
    );
    CREATE UNIQUE INDEX audit_checks_one_open ON audit_checks ((true)) WHERE ended_at IS NULL;

    -- Only what was asked for: the rows themselves are read when the file is fetched, and stored nowhere.
    CREATE TABLE audit_exports (
      id uuid PRIMARY KEY,
      once uuid NOT NULL UNIQUE,
      staff_id uuid NOT NULL REFERENCES staff (id),
      question jsonb NOT NULL,
      bounds jsonb NOT NULL,
      entries bigint NOT NULL,
      sealed_reason bytea NOT NULL,
      made_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL
    );
    CREATE INDEX audit_exports_of_person ON audit_exports (staff_id, made_at DESC);
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE audit_exports;
    DROP TABLE audit_checks;
    DROP TABLE audit_verified;
    DROP TABLE audit_checkpoints;
    DROP INDEX audit_entries_of_person;
    DROP INDEX audit_entries_of_deed;
    DROP INDEX audit_entries_of_chain;
  `)
}
