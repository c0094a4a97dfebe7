import type { Knex } from 'knex'

const money = [
  'loss_fen',
  'other_loss_fen',
  'voluntary_fen',
  'recovered_fen',
  'fined_fen',
  'deducted_fen',
] as const

/** What was found out, version by version. Amounts come out of the seal with the decision, and not before. */
const createFindings = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('findings', table => {
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id')
    table.integer('version').notNullable().checkPositive()
    // How often it was saved: a form says from which state it was typed.
    table.integer('revision').notNullable().checkPositive()
    table.binary('sealed_content').notNullable()
    table.uuid('saved_by').notNullable().references('staff.id')
    table.timestamp('saved_at', { useTz: true }).notNullable()
    table.date('decided_on')
    for (const column of money) {
      table.bigInteger(column)
      table.check(`(decided_on IS NULL) = (${column} IS NULL)`)
      table.check(`${column} >= 0`)
    }
    table.unique(['case_id', 'version'])
  })
  await knex.raw(`
    CREATE UNIQUE INDEX findings_one_open ON findings (case_id) WHERE decided_on IS NULL;

    -- What was decided on stays; a case that is taken up again gets a version more.
    CREATE FUNCTION finding_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.decided_on IS NOT NULL
        OR (NEW.id, NEW.case_id, NEW.version) IS DISTINCT FROM (OLD.id, OLD.case_id, OLD.version)
      THEN
        RAISE EXCEPTION 'findings: decided' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER findings_stay BEFORE UPDATE ON findings
      FOR EACH ROW EXECUTE FUNCTION finding_stays();
  `)
}

/** What is done about it: who, until when, done how. */
const createMeasures = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('measures', table => {
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id')
    table.uuid('organisation_id').notNullable().references('organisations.id')
    table.text('kind').notNullable()
    table.text('state').notNullable().checkIn(['open', 'done', 'dropped'])
    table.uuid('responsible_id').notNullable().references('staff.id')
    table.date('due_on').notNullable()
    table.date('done_on')
    table.binary('sealed_order').notNullable()
    table.binary('sealed_end')
    table.uuid('added_by').notNullable().references('staff.id')
    table.timestamp('added_at', { useTz: true }).notNullable()
    table.uuid('ended_by').references('staff.id')
    table.timestamp('ended_at', { useTz: true })
    table.index('case_id')
    table.check(`(state = 'done') = (done_on IS NOT NULL)`)
    table.check(`(state = 'open') = (ended_by IS NULL)`)
    table.check(`(state = 'open') = (ended_at IS NULL)`)
    table.check(`(state = 'open') = (sealed_end IS NULL)`)
  })
  await knex.raw(`
    CREATE INDEX measures_open ON measures (organisation_id, due_on, id) WHERE state = 'open';
    CREATE INDEX measures_mine ON measures (responsible_id, due_on, id) WHERE state = 'open';

    CREATE FUNCTION measure_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.state <> 'open'
        OR (NEW.id, NEW.case_id, NEW.kind, NEW.sealed_order, NEW.added_by, NEW.added_at)
          IS DISTINCT FROM (OLD.id, OLD.case_id, OLD.kind, OLD.sealed_order, OLD.added_by, OLD.added_at)
      THEN
        RAISE EXCEPTION 'measures: ended' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER measures_stay BEFORE UPDATE ON measures
      FOR EACH ROW EXECUTE FUNCTION measure_stays();
  `)
}

/** Two ledgers of money that came in: to the fund, and to the treasury. Nothing in them is ever changed. */
const createLedgers = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('money_entries', table => {
    // Given with the form: posted twice, it is there already.
    table.uuid('id').primary()
    table.uuid('case_id').notNullable().references('cases.id')
    table.uuid('organisation_id').notNullable().references('organisations.id')
    table.text('ledger').notNullable().checkIn(['recovery', 'fine'])
    table.boolean('voluntary').notNullable()
    table.bigInteger('amount_fen').notNullable()
    table.date('received_on').notNullable()
    table.uuid('corrects')
    table.binary('sealed_note').notNullable()
    table.uuid('posted_by').notNullable().references('staff.id')
    table.timestamp('posted_at', { useTz: true }).notNullable()
    table.unique('corrects')
    // A counter-entry takes back the whole of one entry of the same ledger.
    table.unique(['id', 'case_id', 'ledger', 'voluntary'])
    table.check(`ledger = 'recovery' OR NOT voluntary`)
    table.check('(corrects IS NULL) = (amount_fen > 0)')
    table.check('amount_fen <> 0')
  })
  await knex.raw(`
    ALTER TABLE money_entries ADD CONSTRAINT money_entries_same_ledger
      FOREIGN KEY (corrects, case_id, ledger, voluntary)
      REFERENCES money_entries (id, case_id, ledger, voluntary) DEFERRABLE INITIALLY DEFERRED;
    -- In the order in which they were posted, whatever the clock says.
    ALTER TABLE money_entries ADD COLUMN position bigint GENERATED ALWAYS AS IDENTITY;
    CREATE INDEX money_entries_of_case ON money_entries (case_id, position);

    CREATE FUNCTION money_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        IF NEW.corrects IS NOT NULL AND NOT EXISTS (SELECT FROM money_entries e
          WHERE e.id = NEW.corrects AND e.corrects IS NULL AND e.amount_fen = -NEW.amount_fen)
        THEN
          RAISE EXCEPTION 'money_entries: takes back another amount' USING ERRCODE = 'check_violation';
        END IF;
        IF NOT EXISTS (SELECT FROM findings f
          WHERE f.case_id = NEW.case_id AND f.decided_on IS NOT NULL)
        THEN
          RAISE EXCEPTION 'money_entries: nothing is decided' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END IF;
      -- Only the end of the whole case takes a row away.
      IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM tombstones t WHERE t.case_id = OLD.case_id) THEN
        RETURN OLD;
      END IF;
      RAISE EXCEPTION 'money_entries: append only' USING ERRCODE = 'check_violation';
    END $$;
    CREATE TRIGGER money_entries_stay BEFORE INSERT OR UPDATE OR DELETE ON money_entries
      FOR EACH ROW EXECUTE FUNCTION money_entry_stays();
  `)
}

export const up = async (knex: Knex): Promise<void> => {
  await createFindings(knex)
  await createMeasures(knex)
  await createLedgers(knex)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    DROP TABLE money_entries;
    DROP TABLE measures;
    DROP TABLE findings;
    DROP FUNCTION money_entry_stays();
    DROP FUNCTION measure_stays();
    DROP FUNCTION finding_stays();
  `)
}
