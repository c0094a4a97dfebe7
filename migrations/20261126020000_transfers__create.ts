import type { Knex } from 'knex'

/** The very bytes that leave. */
const createFiles = (knex: Knex) =>
  knex.raw(`
    CREATE TABLE transfer_files (
      id uuid PRIMARY KEY,
      transfer_id uuid NOT NULL REFERENCES transfers (id),
      ordinal integer NOT NULL,
      sealed_meta bytea NOT NULL,
      UNIQUE (transfer_id, ordinal)
    );

    -- Of a file, or of the archive that left.
    CREATE TABLE transfer_pieces (
      transfer_id uuid NOT NULL REFERENCES transfers (id),
      file_id uuid NOT NULL,
      part integer NOT NULL,
      sealed bytea NOT NULL,
      PRIMARY KEY (transfer_id, file_id, part)
    );
  `)

/** What is handed to departments outside: its words, the very bytes that leave, and what came back. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    CREATE TABLE transfers (
      id uuid PRIMARY KEY,
      arrival bigserial NOT NULL UNIQUE,
      case_id uuid NOT NULL REFERENCES cases (id),
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      receiver text NOT NULL,
      state text NOT NULL CHECK (state IN (
        'draft', 'asked', 'approved', 'declined', 'dropped', 'left', 'received', 'answered')),
      is_open boolean GENERATED ALWAYS AS
        (state IN ('draft', 'asked', 'approved', 'left', 'received')) STORED,
      made_by uuid NOT NULL REFERENCES staff (id),
      made_at timestamptz NOT NULL,
      sealed_content bytea NOT NULL,
      asked_by uuid REFERENCES staff (id),
      asked_at timestamptz,
      decided_by uuid REFERENCES staff (id),
      decided_at timestamptz,
      sealed_refusal bytea,
      archive_id uuid,
      left_by uuid REFERENCES staff (id),
      left_at timestamptz,
      received_on date,
      sealed_receipt bytea,
      answer text CHECK (answer IN ('accepted', 'refused', 'returned')),
      answered_on date,
      sealed_answer bytea,
      due_on date NOT NULL DEFAULT 'infinity',
      -- Four eyes: whoever brought it together or asked does not approve.
      CONSTRAINT transfers_four_eyes CHECK (decided_by <> asked_by AND decided_by <> made_by),
      CONSTRAINT transfers_approved CHECK
        (state NOT IN ('approved', 'left', 'received', 'answered') OR
          (asked_by IS NOT NULL AND decided_by IS NOT NULL)),
      CONSTRAINT transfers_left CHECK
        ((state IN ('left', 'received', 'answered')) = (archive_id IS NOT NULL)),
      CONSTRAINT transfers_received CHECK
        ((state IN ('received', 'answered')) = (received_on IS NOT NULL)),
      CONSTRAINT transfers_answered CHECK
        ((state = 'answered') = (answer IS NOT NULL AND answered_on IS NOT NULL))
    );
    CREATE INDEX transfers_of_case ON transfers (case_id, arrival DESC);
    CREATE INDEX transfers_open ON transfers (organisation_id, due_on, arrival) WHERE is_open;
    CREATE INDEX transfers_ended ON transfers (organisation_id, arrival DESC) WHERE NOT is_open;
  `)
  await createFiles(knex)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE transfer_pieces;
    DROP TABLE transfer_files;
    DROP TABLE transfers;
  `)
}
