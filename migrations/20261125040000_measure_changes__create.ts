import type { Knex } from 'knex'

/** Who was made responsible for a measure instead of whom, and until when instead of when: only ever added to. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('measure_changes', table => {
    table.uuid('id').primary()
    table.uuid('measure_id').notNullable().references('measures.id').onDelete('CASCADE')
    table.uuid('case_id').notNullable().references('cases.id')
    table.integer('ordinal').notNullable().checkPositive()
    table.uuid('from_responsible').notNullable().references('staff.id')
    table.uuid('to_responsible').notNullable().references('staff.id')
    table.date('from_due').notNullable()
    table.date('to_due').notNullable()
    table.binary('sealed_reason').notNullable()
    table.uuid('changed_by').notNullable().references('staff.id')
    table.timestamp('changed_at', { useTz: true }).notNullable()
    table.unique(['measure_id', 'ordinal'])
    table.index('case_id')
    table.check('(from_responsible, from_due) IS DISTINCT FROM (to_responsible, to_due)')
  })
  await knex.raw(`
    CREATE FUNCTION measure_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'measure_changes: append only' USING ERRCODE = 'check_violation';
    END $$;
    CREATE TRIGGER measure_changes_stay BEFORE UPDATE ON measure_changes
      FOR EACH ROW EXECUTE FUNCTION measure_change_stays();

    -- Nobody is made responsible, and no day is moved, without a row that says by whom and why.
    CREATE FUNCTION measure_change_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT EXISTS (
        SELECT FROM (
          SELECT * FROM measure_changes c WHERE c.measure_id = NEW.id ORDER BY c.ordinal DESC LIMIT 1
        ) AS last
        WHERE (last.from_responsible, last.from_due, last.to_responsible, last.to_due)
          = (OLD.responsible_id, OLD.due_on, NEW.responsible_id, NEW.due_on)
      ) THEN
        RAISE EXCEPTION 'measures: changed without a reason' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    -- After measures_stay, by its name: what has ended says so first.
    CREATE TRIGGER measures_why_kept BEFORE UPDATE OF responsible_id, due_on ON measures
      FOR EACH ROW WHEN (
        (OLD.responsible_id, OLD.due_on) IS DISTINCT FROM (NEW.responsible_id, NEW.due_on)
      ) EXECUTE FUNCTION measure_change_is_kept();
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TRIGGER measures_why_kept ON measures;
    DROP FUNCTION measure_change_is_kept();
    DROP TABLE measure_changes;
    DROP FUNCTION measure_change_stays();
  `)
}
