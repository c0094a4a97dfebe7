import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('report_amendments', table => {
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id')
    table.uuid('report_id').notNullable().references('reports.id')
    // Order within the report. One counter for all would place it between the timed rows of officers.
    table.integer('arrival').notNullable()
    table.date('made_on').notNullable()
    // The form's own number: sending it twice is one change of mind.
    table.uuid('once').notNullable()
    // What was changed is sealed: an identity given, a wish for a reward taken back must not show.
    table.binary('sealed_change').notNullable()
    table.unique(['report_id', 'once'])
    table.unique(['report_id', 'arrival'])
    table.index('case_id')
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('report_amendments')
}
