import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('report_identities', table => {
    table.uuid('report_id').primary().references('reports.id')
    table.binary('sealed').notNullable()
  })
  await knex.schema.createTable('identity_seals', table => {
    table.uuid('report_id').notNullable().references('report_identities.report_id')
    table.text('recipient_kind').notNullable().checkIn(['reporter', 'desk'])
    table.uuid('recipient_id').notNullable()
    table.integer('version').notNullable()
    table.binary('sealed').notNullable()
    table.primary(['report_id', 'recipient_kind', 'recipient_id', 'version'])
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('identity_seals')
  await knex.schema.dropTable('report_identities')
}
