import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('law_entries', table => {
    table.text('kind').notNullable()
    table.text('code').notNullable()
    table.text('place').notNullable()
    table.integer('version').notNullable()
    table.date('valid_from').notNullable()
    // The last day on which it holds.
    table.date('valid_to')
    table.jsonb('data').notNullable()
    table.text('source').notNullable()
    table.text('status').notNullable().checkIn(['P', 'N', 'S', 'M', 'E', 'D'])
    table.primary(['kind', 'code', 'place', 'version'])
    table.check("btrim(source) <> ''", [], 'law_entries_have_a_source')
    table.check("place = '*' OR place ~ '^[0-9]{6}$'", [], 'law_entries_place')
    table.check('valid_to IS NULL OR valid_to >= valid_from', [], 'law_entries_days')
  })
  // Two versions never hold on one day. An exclusion constraint would need the extension btree_gist,
  // which the embedded server does not bring.
  await knex.raw(`
    CREATE FUNCTION law_entries_do_not_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock(hashtext(NEW.kind || ' ' || NEW.code || ' ' || NEW.place));
      IF EXISTS (
        SELECT FROM law_entries
        WHERE kind = NEW.kind AND code = NEW.code AND place = NEW.place AND version <> NEW.version
          AND daterange(valid_from, valid_to, '[]') && daterange(NEW.valid_from, NEW.valid_to, '[]')
      ) THEN
        RAISE EXCEPTION 'two versions of one law entry hold on the same day'
          USING ERRCODE = 'exclusion_violation';
      END IF;
      RETURN NEW;
    END $$`)
  await knex.raw(`
    CREATE TRIGGER law_entries_do_not_overlap BEFORE INSERT OR UPDATE ON law_entries
    FOR EACH ROW EXECUTE FUNCTION law_entries_do_not_overlap()`)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('law_entries')
  await knex.raw('DROP FUNCTION law_entries_do_not_overlap')
}
