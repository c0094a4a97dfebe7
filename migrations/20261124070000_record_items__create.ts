import type { Knex } from 'knex'

/** 全过程记录: what the officers of a case collect, in the order in which it came, each version kept. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('record_items', table => {
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id')
    table.integer('serial').notNullable().checkPositive()
    table.integer('version').notNullable().checkPositive()
    table.text('kind').notNullable()
    table.uuid('evidence_id').references('evidence_files.id')
    // One form may bring several files: sent again, each of them is there already.
    table.uuid('once').notNullable()
    table.integer('place_in_form').notNullable()
    table.date('made_on').notNullable()
    table.uuid('first_officer').notNullable().references('staff.id')
    table.uuid('second_officer').notNullable().references('staff.id')
    table.timestamp('added_at', { useTz: true }).notNullable()
    table.uuid('confirmed_by').references('staff.id')
    table.timestamp('confirmed_at', { useTz: true })
    table.binary('sealed_words').notNullable()
    table.unique(['case_id', 'serial', 'version'])
    table.unique(['case_id', 'once', 'place_in_form'])
    table.check('first_officer <> second_officer')
    table.check('confirmed_by = second_officer')
    table.check('(confirmed_by IS NULL) = (confirmed_at IS NULL)')
  })
  await knex.raw(`
    CREATE INDEX record_items_waiting ON record_items (second_officer, added_at)
      WHERE confirmed_at IS NULL;

    CREATE FUNCTION record_item_officers() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (SELECT count(*) FROM staff s JOIN cases c ON c.organisation_id = s.organisation_id
          WHERE c.id = NEW.case_id AND s.id IN (NEW.first_officer, NEW.second_officer)) <> 2 THEN
        RAISE EXCEPTION 'record_items: two officers of the body' USING ERRCODE = 'check_violation';
      END IF;
      IF NOT EXISTS (SELECT FROM case_officers o
          WHERE o.case_id = NEW.case_id AND o.staff_id = NEW.first_officer AND o.handling) THEN
        RAISE EXCEPTION 'record_items: only handlers add' USING ERRCODE = 'check_violation';
      END IF;
      IF EXISTS (SELECT FROM case_exclusions x WHERE x.case_id = NEW.case_id
          AND x.staff_id IN (NEW.first_officer, NEW.second_officer)) THEN
        RAISE EXCEPTION 'record_items: excluded officer' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER record_items_officers BEFORE INSERT ON record_items
      FOR EACH ROW EXECUTE FUNCTION record_item_officers();

    -- What was added stays as it was: the second officer confirms it once, a correction is a new version.
    CREATE FUNCTION record_item_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.confirmed_at IS NOT NULL
        OR to_jsonb(NEW) - 'confirmed_by' - 'confirmed_at' <> to_jsonb(OLD) - 'confirmed_by' - 'confirmed_at'
      THEN
        RAISE EXCEPTION 'record_items: never edited' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER record_items_stay BEFORE UPDATE ON record_items
      FOR EACH ROW EXECUTE FUNCTION record_item_stays();
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE record_items;
    DROP FUNCTION record_item_officers();
    DROP FUNCTION record_item_stays();
  `)
}
