import type { Knex } from 'knex'

/** As in cases_list: what a list is filtered by stands in the index that it is sorted by. */
const listed =
  '(organisation_id, next_due_on, arrival) INCLUDE (id, state, source, region_code, target_kind, behaviours, handlers, unread, suspect)'
const bare = '(organisation_id, next_due_on, arrival)'

const indexes = [
  ['cases_unassigned', 'is_open AND handlers = 0'],
  ['cases_unread', 'is_open AND unread > 0'],
] as const

const renew = async (knex: Knex, columns: string): Promise<void> => {
  for (const [name, where] of indexes) {
    await knex.raw(`DROP INDEX ${name}`)
    await knex.raw(`CREATE INDEX ${name} ON cases ${columns} WHERE ${where}`)
  }
}

/**
 * These two tabs were counted by going through all open cases, or by reading the cases themselves: their indexes told
 * neither who a case is nor what it is filtered by. Now they count from their own index, as the other tabs do.
 */
export const up = async (knex: Knex): Promise<void> => {
  await renew(knex, listed)
}

export const down = async (knex: Knex): Promise<void> => {
  await renew(knex, bare)
}
