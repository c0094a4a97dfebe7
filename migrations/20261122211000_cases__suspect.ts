import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.alterTable('cases', table => {
    // Yes or no, never how: the points behind it would tell how somebody types.
    table.boolean('suspect').notNullable().defaultTo(false)
  })
  await knex.raw(
    `CREATE INDEX cases_suspect ON cases (organisation_id, next_due_on, arrival)
     WHERE is_open AND suspect AND state = 'received'`,
  )
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.alterTable('cases', table => {
    table.dropColumn('suspect')
  })
}
