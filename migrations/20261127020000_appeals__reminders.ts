import type { Knex } from 'knex'

/** What the body above has to answer is reminded of and taken further as any clock is. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE appeals ADD COLUMN reminded smallint NOT NULL DEFAULT 0;
    CREATE INDEX appeals_to_remind ON appeals (reminded, due_on, id) WHERE acted_on IS NULL;

    CREATE TABLE appeal_steps (
      appeal_id uuid NOT NULL REFERENCES appeals (id) ON DELETE CASCADE,
      step text NOT NULL,
      on_day date NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('told', 'passed', 'nobody')),
      PRIMARY KEY (appeal_id, step)
    );

    ALTER TABLE staff_alerts
      ALTER COLUMN deadline_id DROP NOT NULL,
      ADD COLUMN appeal_id uuid REFERENCES appeals (id) ON DELETE CASCADE,
      ADD CONSTRAINT staff_alerts_of_one CHECK (num_nonnulls(deadline_id, appeal_id) = 1),
      ADD CONSTRAINT staff_alerts_once_an_appeal UNIQUE (appeal_id, step, staff_id);
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DELETE FROM staff_alerts WHERE appeal_id IS NOT NULL;
    ALTER TABLE staff_alerts DROP COLUMN appeal_id, ALTER COLUMN deadline_id SET NOT NULL;
    DROP TABLE appeal_steps;
    ALTER TABLE appeals DROP COLUMN reminded;
  `)
}
