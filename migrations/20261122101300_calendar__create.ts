import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('calendar_years', table => {
    table.integer('year').primary()
    // 'provisional': only the days that the law itself fixes; the State Council's notice is not out yet.
    table.text('status').notNullable().checkIn(['published', 'provisional'])
    table.text('source').notNullable()
    table.text('source_status').notNullable().checkIn(['P', 'N', 'S', 'M', 'E', 'D'])
    table.check("btrim(source) <> ''", [], 'calendar_years_have_a_source')
  })
  await knex.schema.createTable('calendar_days', table => {
    table.date('day').primary()
    table.integer('year').notNullable().references('calendar_years.year').index()
    // Only what differs from the week: a working day that is off, a weekend day that is worked.
    table.text('kind').notNullable().checkIn(['off', 'work'])
    table.text('name').notNullable()
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('calendar_days')
  await knex.schema.dropTable('calendar_years')
}
