import type { Knex } from 'knex'

const createAppeals = (knex: Knex): Promise<void> =>
  knex.schema.createTable('appeals', table => {
    table.uuid('id').primary()
    table.text('kind').notNullable().checkIn(['objection', 'protection'])
    table.uuid('case_id').notNullable().references('cases.id')
    table.uuid('report_id').notNullable().references('reports.id')
    // The body above that it was laid before, and the desk whose key opens it.
    table.uuid('organisation_id').notNullable().references('organisations.id')
    table.uuid('desk_id').notNullable().references('desks.id')
    table.integer('desk_version').notNullable()
    table.date('made_on').notNullable()
    // The rule of its clock as it held on the first day. Not in deadlines: the case's own body reads those.
    table.text('rule_code').notNullable()
    table.text('rule_place').notNullable()
    table.integer('rule_version').notNullable()
    table.date('due_on').notNullable()
    table.boolean('provisional').notNullable()
    table.date('read_on')
    table.date('acted_on')
    table.uuid('acted_by').references('staff.id')
    table.uuid('once').notNullable()
    // A key of its own: the key of the case, which its own body holds, does not open it.
    table.binary('sealed_key_reporter').notNullable()
    table.binary('sealed_key_desk').notNullable()
    table.binary('sealed_told').notNullable()
    table.binary('sealed_action')
    table.unique(['report_id', 'once'])
    table.index('case_id')
    table.check('(acted_on IS NULL) = (acted_by IS NULL)')
    table.check('(acted_on IS NULL) = (sealed_action IS NULL)')
    table.check('acted_on IS NULL OR (read_on IS NOT NULL AND acted_on >= made_on)')
  })

const createAnswers = (knex: Knex): Promise<void> =>
  knex.schema.createTable('appeal_answers', table => {
    table.uuid('id').primary()
    table.uuid('appeal_id').notNullable().references('appeals.id')
    table.uuid('staff_id').notNullable().references('staff.id')
    table.date('sent_on').notNullable()
    table.timestamp('sent_at', { useTz: true }).notNullable()
    table.date('read_by_reporter_on')
    table.uuid('once').notNullable()
    table.binary('sealed_body').notNullable()
    table.unique(['appeal_id', 'once'])
  })

export const up = async (knex: Knex): Promise<void> => {
  await createAppeals(knex)
  // Lists: what waits by its due day, what is done by the day it was.
  await knex.raw(
    'CREATE INDEX appeals_waiting ON appeals (organisation_id, due_on, id) WHERE acted_on IS NULL',
  )
  await knex.raw(
    'CREATE INDEX appeals_acted ON appeals (organisation_id, acted_on DESC, id DESC) WHERE acted_on IS NOT NULL',
  )
  await createAnswers(knex)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('appeal_answers')
  await knex.schema.dropTable('appeals')
}
