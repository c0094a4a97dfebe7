import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('messages', table => {
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id')
    table.uuid('report_id').notNullable().references('reports.id')
    // Order within the case. One counter for all would place a reporter's message between the timed
    // messages of officers in other cases.
    table.bigInteger('arrival').notNullable()
    table.text('from_side').notNullable().checkIn(['reporter', 'staff'])
    table.uuid('staff_id').references('staff.id')
    table.date('sent_on').notNullable()
    // The moment is kept for officers only; what a reporter sends carries its day alone.
    table.timestamp('sent_at', { useTz: true })
    table.date('read_by_reporter_on')
    table.timestamp('read_by_staff_at', { useTz: true })
    // The form's own number: sending it twice makes one message.
    table.uuid('once').notNullable()
    table.binary('sealed_body').notNullable()
    table.unique(['case_id', 'once'])
    table.check("(from_side = 'staff') = (staff_id IS NOT NULL)")
    table.check("from_side = 'staff' OR sent_at IS NULL")
  })
  await knex.raw('CREATE UNIQUE INDEX messages_of_case ON messages (case_id, arrival)')
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('messages')
}
