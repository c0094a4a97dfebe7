import type { Knex } from 'knex'

/**
 * Reminders of clocks. Cases are named without a key to them: whoever acts on a case holds its row while asking
 * for its clocks, and a sweep holds the clocks; with a key each would wait for the other.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    -- How far the reminders of this clock have come: the order of the last step that is behind it.
    ALTER TABLE deadlines ADD COLUMN reminded smallint NOT NULL DEFAULT 0;
    CREATE INDEX deadlines_to_remind ON deadlines (reminded, due_on, id)
      WHERE done_on IS NULL AND paused_on IS NULL;

    -- Each step of each clock once, whoever works at the same time.
    CREATE TABLE deadline_steps (
      deadline_id uuid NOT NULL REFERENCES deadlines (id),
      step text NOT NULL,
      on_day date NOT NULL,
      -- 'passed': a later one to the same people was due already; 'nobody': there was nobody to tell.
      outcome text NOT NULL CHECK (outcome IN ('told', 'passed', 'nobody')),
      PRIMARY KEY (deadline_id, step)
    );

    CREATE TABLE staff_alerts (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      position bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
      staff_id uuid NOT NULL REFERENCES staff (id),
      case_id uuid NOT NULL,
      deadline_id uuid NOT NULL REFERENCES deadlines (id),
      step text NOT NULL,
      audience text NOT NULL CHECK (audience IN ('handlers', 'principal', 'supervision')),
      due_on date NOT NULL,
      on_day date NOT NULL,
      read_on date,
      UNIQUE (deadline_id, step, staff_id)
    );
    CREATE INDEX staff_alerts_newest ON staff_alerts (staff_id, position DESC);
    CREATE INDEX staff_alerts_unread ON staff_alerts (staff_id, position) WHERE read_on IS NULL;
    CREATE INDEX staff_alerts_of_case ON staff_alerts (case_id);
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE staff_alerts;
    DROP TABLE deadline_steps;
    ALTER TABLE deadlines DROP COLUMN reminded;
  `)
}
