import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('organisations', table => {
    table.uuid('id').primary().defaultTo(knex.raw('gen_random_uuid()'))
    table.text('code').notNullable().unique()
    table.text('name').notNullable()
    table.text('short_name').notNullable()
    table.text('level').notNullable().checkIn(['nation', 'province', 'city', 'county'])
    table
      .text('kind')
      .notNullable()
      .checkIn([
        'medical-security',
        'police',
        'discipline',
        'health',
        'market',
        'drug',
        'audit',
        'finance',
        'petition',
      ])
    table.uuid('parent_id').references('organisations.id').index()
    table.text('region_code').notNullable()
    table.text('telephone').notNullable().defaultTo('')
    table.text('hours').notNullable().defaultTo('')
    table.text('address').notNullable().defaultTo('')
    table.text('postcode').notNullable().defaultTo('')
    table.unique(['kind', 'region_code'])
    table.check("region_code ~ '^[0-9]{6}$'", [], 'organisations_region_code')
    table.check('parent_id <> id', [], 'organisations_not_its_own_parent')
  })
  await knex.schema.createTable('site_settings', table => {
    table.text('key').primary()
    table.jsonb('value').notNullable()
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('site_settings')
  await knex.schema.dropTable('organisations')
}
