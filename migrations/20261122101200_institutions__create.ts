import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('institutions', table => {
    table.uuid('id').primary().defaultTo(knex.raw('gen_random_uuid()'))
    table.text('code').notNullable().unique()
    table.text('name').notNullable()
    table.text('kind').notNullable()
    table.text('region_code').notNullable()
    table.text('address').notNullable().defaultTo('')
    table.boolean('active').notNullable().defaultTo(true)
    // The name without widths, cases, spaces and punctuation, and its single and paired characters.
    table.specificType('folded_name', 'text COLLATE "C"').notNullable()
    table.specificType('name_bigrams', 'text[]').notNullable()
    table.check("region_code ~ '^[0-9]{6}$'", [], 'institutions_region_code')
  })
  await knex.raw(
    'CREATE INDEX institutions_by_bigram ON institutions USING gin (name_bigrams) WITH (fastupdate = off)',
  )
  await knex.raw('CREATE INDEX institutions_by_name ON institutions (folded_name, id)')
  await knex.raw(
    'CREATE INDEX institutions_by_region ON institutions (region_code, folded_name, id)',
  )
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('institutions')
}
