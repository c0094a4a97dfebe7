import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('drafts', table => {
    table.uuid('id').primary()
    // Chosen before the case exists, so that evidence can be sealed to its final place at once.
    table.uuid('case_id').notNullable().unique()
    // A day, as everything that a reporter's request writes.
    table.date('expires_on').notNullable().index()
    table.binary('sealed_case_key').notNullable()
    table.binary('sealed_identity_key').notNullable()
    table.binary('sealed_answers').notNullable()
    // Name, telephone, papers: under the identity key, never beside the other answers.
    table.binary('sealed_identity')
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('drafts')
}
