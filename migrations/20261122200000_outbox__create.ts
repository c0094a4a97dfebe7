import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    -- Somebody is to be told that there is something new. Written by reporters' requests: one row for a
    -- recipient and an hour, however much came in it, and no time but the end of that hour.
    CREATE TABLE notice_marks (
      recipient_kind text NOT NULL CHECK (recipient_kind IN ('intake', 'staff')),
      recipient_id uuid NOT NULL,
      due_at timestamptz NOT NULL CHECK (due_at = date_trunc('hour', due_at)),
      PRIMARY KEY (recipient_kind, recipient_id, due_at)
    );

    CREATE TABLE outbox (
      id uuid PRIMARY KEY,
      kind text NOT NULL CHECK (kind IN ('news')),
      staff_id uuid NOT NULL REFERENCES staff (id),
      state text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'refused')),
      due_at timestamptz NOT NULL,
      tries integer NOT NULL DEFAULT 0,
      -- A process ended while it was sending: the mail may be out. It is sent once more, and never a third time.
      cut boolean NOT NULL DEFAULT false,
      settled_at timestamptz
    );
    -- A mail that waits stands for everything that comes meanwhile.
    CREATE UNIQUE INDEX outbox_one_open ON outbox (staff_id) WHERE state IN ('waiting', 'sending');

    CREATE TABLE worker_heartbeats (
      worker_id text PRIMARY KEY,
      seen_at timestamptz NOT NULL
    );
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('DROP TABLE worker_heartbeats; DROP TABLE outbox; DROP TABLE notice_marks;')
}
