import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('cases', table => {
    table.uuid('id').primary()
    table.uuid('organisation_id').notNullable().references('organisations.id')
    table.integer('year').notNullable()
    table.integer('serial').notNullable()
    // Order of arrival, kept by a number so that no time of a reporter is stored.
    table.bigIncrements('arrival', { primaryKey: false }).notNullable()
    table.text('state').notNullable()
    table.boolean('is_open').notNullable().defaultTo(true)
    table.text('source').notNullable()
    table.text('region_code')
    table.text('target_kind').notNullable()
    table.text('behaviour').notNullable()
    table.specificType('behaviours', 'text[]').notNullable()
    table.uuid('institution_id')
    table.date('received_on').notNullable()
    // 'infinity' while no clock runs, so that one index serves the order.
    table.date('next_due_on').notNullable().defaultTo('infinity')
    table.integer('handlers').notNullable().defaultTo(0)
    table.integer('unread').notNullable().defaultTo(0)
    table.binary('sealed_title').notNullable()
    table.binary('sealed_brief')
    table.unique(['organisation_id', 'year', 'serial'])
  })
  await knex.raw(
    'CREATE INDEX cases_by_due ON cases (organisation_id, is_open, next_due_on, arrival)',
  )
  await knex.raw(
    'CREATE INDEX cases_by_behaviour ON cases (organisation_id, is_open, behaviour, arrival)',
  )
  await knex.raw('CREATE INDEX cases_by_state ON cases (organisation_id, is_open, state, arrival)')
  await knex.raw('CREATE INDEX cases_by_arrival ON cases (organisation_id, is_open, arrival)')
  await knex.raw(
    'CREATE INDEX cases_unassigned ON cases (organisation_id, next_due_on, arrival) WHERE is_open AND handlers = 0',
  )
  await knex.raw(
    'CREATE INDEX cases_unread ON cases (organisation_id, next_due_on, arrival) WHERE is_open AND unread > 0',
  )

  await knex.schema.createTable('case_numbers', table => {
    table.uuid('organisation_id').notNullable().references('organisations.id')
    table.integer('year').notNullable()
    table.integer('last').notNullable()
    table.primary(['organisation_id', 'year'])
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('case_numbers')
  await knex.schema.dropTable('cases')
}
