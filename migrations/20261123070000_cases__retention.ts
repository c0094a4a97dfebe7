import type { Knex } from 'knex'

/**
 * When a case ended and as what: the term for which it is kept is counted from there. Closed cases of before
 * get the day of their last decision, in the days of Shanghai.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE cases
      ADD COLUMN outcome text,
      ADD COLUMN closed_on date,
      -- Kept whatever its term says: a legal hold.
      ADD COLUMN held boolean NOT NULL DEFAULT false,
      -- Stands on a list of cases to be destroyed.
      ADD COLUMN listed boolean NOT NULL DEFAULT false,
      ADD CONSTRAINT cases_outcome_with_day CHECK ((outcome IS NULL) = (closed_on IS NULL));

    UPDATE cases SET outcome = state, closed_on = coalesce(
      (SELECT max((at AT TIME ZONE 'Asia/Shanghai')::date) FROM case_decisions AS d
       WHERE d.case_id = cases.id AND d.to_state = cases.state), received_on)
    WHERE NOT is_open;

    CREATE INDEX cases_retained ON cases (organisation_id, outcome, closed_on, arrival) INCLUDE (id)
      WHERE closed_on IS NOT NULL AND NOT is_open AND NOT held AND NOT listed AND next_due_on = 'infinity';
    CREATE INDEX cases_held ON cases (organisation_id, arrival) WHERE held;
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP INDEX cases_held;
    DROP INDEX cases_retained;
    ALTER TABLE cases DROP CONSTRAINT cases_outcome_with_day, DROP COLUMN outcome, DROP COLUMN closed_on,
      DROP COLUMN held, DROP COLUMN listed;
  `)
}
