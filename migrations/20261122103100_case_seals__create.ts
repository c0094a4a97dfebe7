import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('case_seals', table => {
    table.uuid('case_id').notNullable().references('cases.id')
    table.text('recipient_kind').notNullable().checkIn(['reporter', 'desk', 'staff'])
    table.uuid('recipient_id').notNullable()
    table.integer('version').notNullable()
    table.binary('sealed').notNullable()
    table.primary(['case_id', 'recipient_kind', 'recipient_id', 'version'])
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('case_seals')
}
