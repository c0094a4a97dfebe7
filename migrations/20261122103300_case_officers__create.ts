import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('case_officers', table => {
    table.uuid('case_id').notNullable().references('cases.id')
    table.uuid('staff_id').notNullable().references('staff.id')
    // The number by which the reporter knows this officer: 承办人 2 号.
    table.integer('number').notNullable()
    table.boolean('handling').notNullable()
    table.timestamp('since', { useTz: true }).notNullable()
    table.primary(['case_id', 'staff_id'])
    table.unique(['case_id', 'number'])
  })
  await knex.raw('CREATE INDEX case_officers_handling ON case_officers (staff_id) WHERE handling')

  await knex.schema.createTable('case_decisions', table => {
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id').index()
    // The order of decisions, by a number: clocks step back, and two may fall on one millisecond.
    table.bigIncrements('position', { primaryKey: false }).notNullable()
    table.text('action').notNullable()
    table.text('from_state').notNullable()
    table.text('to_state').notNullable()
    table.uuid('staff_id').notNullable().references('staff.id')
    table.timestamp('at', { useTz: true }).notNullable()
    table.text('ground')
    table.binary('sealed_reason')
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('case_decisions')
  await knex.schema.dropTable('case_officers')
}
