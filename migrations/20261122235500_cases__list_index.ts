import type { Knex } from 'knex'

/**
 * Everything a list is filtered by stands in the one index that it is sorted by: pages and counts are found
 * without reading the cases, which are wide (a sealed title is 1 KiB). Only pages that the database has marked
 * as seen by all need no look at the table; the usual fifth of a million rows would be far too late for that.
 */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(
    `CREATE INDEX cases_list ON cases (organisation_id, is_open, next_due_on, arrival)
     INCLUDE (id, state, source, region_code, target_kind, behaviours, handlers, unread, suspect)`,
  )
  await knex.raw('DROP INDEX cases_by_due')
  await knex.raw(
    `ALTER TABLE cases SET (autovacuum_vacuum_scale_factor = 0.02,
       autovacuum_vacuum_insert_scale_factor = 0.02)`,
  )
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(
    `ALTER TABLE cases RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)`,
  )
  await knex.raw(
    'CREATE INDEX cases_by_due ON cases (organisation_id, is_open, next_due_on, arrival)',
  )
  await knex.raw('DROP INDEX cases_list')
}
