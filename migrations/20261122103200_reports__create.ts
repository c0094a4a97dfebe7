import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('reports', table => {
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id').index()
    // One draft makes one report, however often it is sent.
    table.uuid('draft_id').notNullable().unique()
    table.date('received_on').notNullable()
    table.binary('receipt_lookup').notNullable().unique()
    table.binary('public_key').notNullable()
    table.binary('public_key_mac').notNullable()
    table.binary('wrapped_private_key').notNullable()
    table.binary('sealed_content').notNullable()
    table.binary('sealed_claim')
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('reports')
}
