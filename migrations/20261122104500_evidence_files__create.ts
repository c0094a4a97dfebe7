import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('evidence_files', table => {
    table.uuid('id').primary()
    // No foreign key: a draft's files belong to a case that is made only when the draft is sent.
    table.uuid('case_id').notNullable().index()
    table.uuid('draft_id').index()
    table.uuid('report_id').references('reports.id')
    table.uuid('message_id').references('messages.id')
    table.text('source').notNullable().checkIn(['reporter', 'staff'])
    table.text('stage').notNullable().checkIn(['draft', 'sent'])
    // Order within the case, kept by a number so that no time of a reporter is stored.
    table.bigInteger('arrival').notNullable()
    // The form's own number: sending it twice stores its files once.
    table.uuid('once').notNullable()
    table.date('on_day').notNullable()
    table.text('scan').notNullable().checkIn(['unscanned'])
    table.uuid('blob_id').notNullable().unique()
    table.binary('sealed_key').notNullable()
    table.binary('sealed_meta').notNullable()
    table.uuid('clean_blob_id').unique()
    table.binary('sealed_clean_key')
    table.binary('sealed_clean_meta')
    table.check("(stage = 'draft') = (draft_id IS NOT NULL)")
    table.check('(clean_blob_id IS NULL) = (sealed_clean_key IS NULL)')
  })

  await knex.schema.createTable('evidence_downloads', table => {
    table.uuid('id').primary()
    table.uuid('evidence_id').notNullable().references('evidence_files.id').index()
    table.uuid('staff_id').notNullable().references('staff.id')
    table.timestamp('at', { useTz: true }).notNullable()
    table.binary('sealed_reason').notNullable()
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('evidence_downloads')
  await knex.schema.dropTable('evidence_files')
}
