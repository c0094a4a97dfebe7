import type { Knex } from 'knex'

const listed =
  '(organisation_id, next_due_on, arrival) INCLUDE (id, state, source, region_code, target_kind, behaviours, handlers, unread, suspect)'

const risks = `
    ALTER TABLE cases ADD COLUMN risk text CHECK (risk IN ('high', 'mid', 'low'));
    CREATE INDEX cases_high_risk ON cases ${listed} WHERE is_open AND risk = 'high'`

const tickets = `
    CREATE TABLE worker_keys (
      id uuid PRIMARY KEY,
      public_key bytea NOT NULL,
      public_key_mac bytea NOT NULL,
      seen_at timestamptz NOT NULL
    );
    CREATE TABLE job_tickets (
      job uuid NOT NULL,
      worker_id uuid NOT NULL REFERENCES worker_keys (id) ON DELETE CASCADE,
      sealed bytea NOT NULL,
      made_at timestamptz NOT NULL,
      PRIMARY KEY (job, worker_id)
    );
    CREATE INDEX job_tickets_of_worker ON job_tickets (worker_id)`

const batches = `
    CREATE TABLE batches (
      id uuid PRIMARY KEY,
      once uuid NOT NULL UNIQUE,
      arrival bigserial NOT NULL,
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      staff_id uuid NOT NULL REFERENCES staff (id),
      source text NOT NULL,
      print bytea NOT NULL,
      state text NOT NULL CHECK (state IN ('mapping', 'checked', 'running', 'waiting', 'done')),
      sealed_key bytea NOT NULL,
      sealed_sheet bytea NOT NULL,
      total integer NOT NULL DEFAULT 0,
      done integer NOT NULL DEFAULT 0,
      created integer NOT NULL DEFAULT 0,
      reached integer NOT NULL DEFAULT 0,
      made_at timestamptz NOT NULL,
      started_at timestamptz,
      ended_at timestamptz,
      expires_at timestamptz NOT NULL
    );
    CREATE INDEX batches_of_person ON batches (staff_id, arrival DESC);
    -- The same bytes are imported once by a body.
    CREATE UNIQUE INDEX batches_once_each ON batches (organisation_id, print)
      WHERE state IN ('running', 'waiting', 'done');
    CREATE INDEX batches_to_sweep ON batches (expires_at);

    CREATE TABLE batch_parts (
      batch_id uuid NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
      part integer NOT NULL,
      sealed bytea NOT NULL,
      PRIMARY KEY (batch_id, part)
    );
    CREATE TABLE batch_rows (
      batch_id uuid NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
      number integer NOT NULL,
      problem text,
      other integer,
      case_id uuid REFERENCES cases (id) ON DELETE SET NULL,
      PRIMARY KEY (batch_id, number)
    );
    CREATE INDEX batch_rows_of_case ON batch_rows (case_id) WHERE case_id IS NOT NULL;
    CREATE INDEX batch_rows_problems ON batch_rows (batch_id, number) WHERE problem IS NOT NULL;
    CREATE TABLE batch_mappings (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      source text NOT NULL,
      sealed_mapping bytea NOT NULL,
      UNIQUE (organisation_id, source)
    )`

/** Lists of clues that officers import, the tickets that let a job read one, and how pressing a clue is. */
export const up = async (knex: Knex): Promise<void> => {
  for (const statements of [risks, tickets, batches]) await knex.raw(statements)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE batch_mappings;
    DROP TABLE batch_rows;
    DROP TABLE batch_parts;
    DROP TABLE batches;
    DROP TABLE job_tickets;
    DROP TABLE worker_keys;
    DROP INDEX cases_high_risk;
    ALTER TABLE cases DROP COLUMN risk;
  `)
}
