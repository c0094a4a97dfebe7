import type { Knex } from 'knex'

/** As in cases_list: what a list is filtered by stands in the index that it is sorted by. */
const listed =
  '(organisation_id, next_due_on, arrival) INCLUDE (id, state, source, region_code, target_kind, behaviours, handlers, unread, suspect)'

/**
 * A question was put to the reporter: yes or no, cleared by whatever the reporter sends next. Each tab has an index
 * of its own: what it shows and counts is never looked for among all others.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE cases ADD COLUMN awaits_reporter boolean NOT NULL DEFAULT false;
    CREATE INDEX cases_new ON cases ${listed} WHERE is_open AND state = 'received';
    CREATE INDEX cases_waiting ON cases ${listed} WHERE is_open AND awaits_reporter;
    CREATE INDEX cases_for_approval ON cases ${listed} WHERE is_open AND pending_approvals > 0;
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP INDEX cases_for_approval;
    DROP INDEX cases_waiting;
    DROP INDEX cases_new;
    ALTER TABLE cases DROP COLUMN awaits_reporter;
  `)
}
