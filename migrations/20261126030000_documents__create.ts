import type { Knex } from 'knex'

const createDocuments = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('document_series', table => {
    table.uuid('organisation_id').notNullable().references('organisations.id')
    table.text('word').notNullable()
    table.integer('year').notNullable()
    table.integer('last').notNullable().checkPositive()
    table.primary(['organisation_id', 'word', 'year'])
  })
  await knex.schema.createTable('documents', table => {
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id')
    table.uuid('organisation_id').notNullable().references('organisations.id')
    table.text('template').notNullable()
    table.text('template_place').notNullable()
    table.integer('template_version').notNullable()
    table.text('word').notNullable()
    table.integer('year').notNullable()
    table.integer('serial').notNullable().checkPositive()
    table.text('number').notNullable().unique()
    table.binary('code_hash').notNullable()
    table.binary('sealed_paper').notNullable()
    table.binary('digest').notNullable()
    table.uuid('issued_by').notNullable().references('staff.id')
    table.date('issued_on').notNullable()
    table.date('withdrawn_on')
    table.uuid('withdrawn_by').references('staff.id')
    table.unique(['organisation_id', 'word', 'year', 'serial'])
    table.index(['case_id', 'issued_on', 'id'])
    table.check('digest = sha256(sealed_paper)')
    table.check('octet_length(code_hash) = 32')
    table.check('(withdrawn_on IS NULL) = (withdrawn_by IS NULL)')
    table.check('withdrawn_on >= issued_on')
  })
}

const createServices = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('document_services', table => {
    table.uuid('id').primary()
    table.uuid('document_id').notNullable().references('documents.id').onDelete('CASCADE')
    table.uuid('case_id').notNullable().references('cases.id')
    table.text('way').notNullable()
    table.date('served_on').notNullable()
    table.binary('sealed_proof').notNullable()
    table.uuid('recorded_by').notNullable().references('staff.id')
    table.date('recorded_on').notNullable()
    table.index('document_id')
    table.index('case_id')
    table.check('served_on <= recorded_on')
  })
}

/**
 * Numbers of documents (one series a body, word and year, without gaps), the documents themselves, which stay as
 * they were issued, and how they were served.
 */
export const up = async (knex: Knex): Promise<void> => {
  await createDocuments(knex)
  await createServices(knex)
  await knex.raw(`
    -- An issued document stays; all that may happen to it is that it is withdrawn, once.
    CREATE FUNCTION document_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.withdrawn_on IS NOT NULL
        OR (to_jsonb(NEW) - 'withdrawn_on' - 'withdrawn_by')
          <> (to_jsonb(OLD) - 'withdrawn_on' - 'withdrawn_by') THEN
        RAISE EXCEPTION 'documents: issued documents stay' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER documents_stay BEFORE UPDATE ON documents
      FOR EACH ROW EXECUTE FUNCTION document_stays();

    CREATE FUNCTION document_service_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'document_services: append only' USING ERRCODE = 'check_violation';
    END $$;
    CREATE TRIGGER document_services_stay BEFORE UPDATE ON document_services
      FOR EACH ROW EXECUTE FUNCTION document_service_stays();
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE document_services;
    DROP FUNCTION document_service_stays();
    DROP TABLE documents;
    DROP FUNCTION document_stays();
    DROP TABLE document_series;
  `)
}
