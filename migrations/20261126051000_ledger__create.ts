import type { Knex } from 'knex'

/** Why a clue was not closed in time, what of the ledger is kept by a name, and what was taken out of it. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE INDEX cases_ledger ON cases (organisation_id, received_on DESC, arrival DESC)
      INCLUDE (id, source, state, is_open, closed_on, next_due_on, risk);

    CREATE TABLE unclosed_reasons (
      id uuid PRIMARY KEY,
      arrival bigserial NOT NULL,
      case_id uuid NOT NULL REFERENCES cases (id),
      person_id uuid NOT NULL REFERENCES staff (id),
      new_date date NOT NULL,
      sealed_reason bytea NOT NULL,
      made_by uuid NOT NULL REFERENCES staff (id),
      made_at timestamptz NOT NULL
    );
    CREATE INDEX unclosed_reasons_of_case ON unclosed_reasons (case_id, arrival DESC);

    CREATE TABLE ledger_layouts (
      id uuid PRIMARY KEY,
      staff_id uuid NOT NULL REFERENCES staff (id),
      name text NOT NULL,
      query text NOT NULL,
      UNIQUE (staff_id, name)
    );

    -- Only what was asked for: the rows are read and opened in the session that fetches the file.
    CREATE TABLE ledger_exports (
      id uuid PRIMARY KEY,
      once uuid NOT NULL UNIQUE,
      staff_id uuid NOT NULL REFERENCES staff (id),
      query text NOT NULL,
      format text NOT NULL CHECK (format IN ('xlsx', 'csv')),
      up_to bigint NOT NULL,
      entries integer NOT NULL,
      sealed_reason bytea NOT NULL,
      made_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL
    );
    CREATE INDEX ledger_exports_to_sweep ON ledger_exports (expires_at);
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE ledger_exports;
    DROP TABLE ledger_layouts;
    DROP TABLE unclosed_reasons;
    DROP INDEX cases_ledger;
  `)
}
