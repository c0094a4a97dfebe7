import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('intake_sheets', table => {
    // Also the draft id of the report that it becomes: a sheet sent twice makes one report.
    table.uuid('id').primary()
    table.uuid('staff_id').notNullable().references('staff.id').index()
    table.text('source').notNullable().checkIn(['hotline', 'visit', 'letter'])
    // A day: when somebody telephoned is a trace of them.
    table.date('begun_on').notNullable()
    table.date('expires_on').notNullable().index()
    table.binary('sealed_key')
    table.binary('sealed_fields')
    table.uuid('report_id').references('reports.id')
    table.binary('sealed_code')
    // Unfinished: key and fields. Filed: nothing of what was said, and the code until it is put away.
    table.check('(sealed_key IS NULL) = (sealed_fields IS NULL)')
    table.check('(report_id IS NULL) = (sealed_code IS NULL)')
    table.check('(report_id IS NULL) <> (sealed_key IS NULL)')
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('intake_sheets')
}
