import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('deadlines', table => {
    table.uuid('id').primary().defaultTo(knex.raw('gen_random_uuid()'))
    table.uuid('case_id').notNullable().references('cases.id')
    // The rule as it held on the first day: it stays the rule of this clock.
    table.text('rule_code').notNullable()
    table.text('rule_place').notNullable()
    table.integer('rule_version').notNullable()
    table.date('started_on').notNullable()
    table.date('due_on').notNullable()
    table.boolean('provisional').notNullable()
    table.date('done_on')
    table.index(['case_id', 'due_on'])
  })
  // A clock runs once at a time.
  await knex.raw(
    'CREATE UNIQUE INDEX deadlines_running ON deadlines (case_id, rule_code) WHERE done_on IS NULL',
  )
  await knex.raw('CREATE INDEX deadlines_provisional ON deadlines (due_on) WHERE provisional')
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('deadlines')
}
