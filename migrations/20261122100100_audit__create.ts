import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('audit_heads', table => {
    table.text('chain').primary()
    table.bigInteger('seq').notNullable()
    table.binary('hash').notNullable()
  })
  // No serial over all chains: it would put a reporter's undated deed between two timed ones.
  await knex.schema.createTable('audit_entries', table => {
    table.text('chain').notNullable()
    table.bigInteger('seq').notNullable()
    table.timestamp('at', { useTz: true, precision: 3 })
    table.date('on_day').notNullable()
    table.uuid('actor_id')
    table.text('deed').notNullable()
    table.uuid('case_id')
    table.text('subject')
    table.text('ground')
    table.binary('hash').notNullable()
    table.primary(['chain', 'seq'])
    table.check(
      `(chain like '%:reporter') = (at is null)`,
      {},
      'audit_entries_reporters_have_no_time',
    )
  })
  await knex.raw(
    'create index audit_entries_of_case on audit_entries (case_id, on_day desc, chain desc, seq desc) where case_id is not null',
  )
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('audit_entries')
  await knex.schema.dropTable('audit_heads')
}
