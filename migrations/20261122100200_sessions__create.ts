import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('sessions', table => {
    table.binary('id_hash').primary()
    table.text('side').notNullable().checkIn(['reporter', 'staff'])
    table.text('stage').notNullable()
    table.uuid('staff_id').index()
    table.binary('sealed').notNullable()
    table.timestamp('expires_at', { useTz: true, precision: 3 }).notNullable().index()
    table.check(`side = 'staff' or staff_id is null`, {}, 'sessions_reporters_name_nobody')
    table.check(
      `side = 'staff' or expires_at = date_trunc('hour', expires_at)`,
      {},
      'sessions_reporters_end_on_the_hour',
    )
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('sessions')
}
