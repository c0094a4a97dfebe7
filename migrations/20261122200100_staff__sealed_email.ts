import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.alterTable('staff', table => {
    table.binary('sealed_email')
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.alterTable('staff', table => {
    table.dropColumn('sealed_email')
  })
}
