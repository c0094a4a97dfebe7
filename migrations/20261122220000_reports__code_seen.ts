import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.alterTable('reports', table => {
    // Stays true after the code was replaced: whoever used the code first may have been the officer.
    table.boolean('code_seen_by_officer').notNullable().defaultTo(false)
    table.boolean('code_replaced').notNullable().defaultTo(false)
    table.check(
      'code_seen_by_officer OR NOT code_replaced',
      undefined,
      'reports_code_replaced_seen',
    )
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.alterTable('reports', table => {
    table.dropChecks('reports_code_replaced_seen')
    table.dropColumns('code_seen_by_officer', 'code_replaced')
  })
}
