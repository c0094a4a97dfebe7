import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  // Every setting stays: who masked what, and when it was changed, is part of the case.
  await knex.schema.createTable('maskings', table => {
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id')
    table.integer('version').notNullable().checkPositive()
    table.uuid('staff_id').notNullable().references('staff.id')
    table.timestamp('set_at', { useTz: true }).notNullable()
    table.binary('sealed_words').notNullable()
    table.unique(['case_id', 'version'])
  })
  await knex.schema.createTable('unmaskings', table => {
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id')
    table.uuid('staff_id').notNullable().references('staff.id')
    // One session of one person: signing in again, or elsewhere, is asking again.
    table.binary('session_hash').notNullable()
    table.text('ground').notNullable()
    table.binary('sealed_reason').notNullable()
    table.timestamp('begun_at', { useTz: true }).notNullable()
    table.timestamp('ends_at', { useTz: true }).notNullable()
    table.timestamp('closed_at', { useTz: true })
    table.check('ends_at > begun_at')
    table.check('closed_at >= begun_at')
    table.index(['case_id', 'begun_at'])
    table.index(['staff_id', 'ends_at'])
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('unmaskings')
  await knex.schema.dropTable('maskings')
}
