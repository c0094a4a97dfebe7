import type { Knex } from 'knex'

const change = (knex: Knex, sources: string): Promise<unknown> =>
  knex.raw(`
    DO $$
    DECLARE old text;
    BEGIN
      SELECT conname INTO old FROM pg_constraint
        WHERE conrelid = 'intake_sheets'::regclass AND contype = 'c'
          AND pg_get_constraintdef(oid) LIKE '%hotline%';
      EXECUTE format('ALTER TABLE intake_sheets DROP CONSTRAINT %I', old);
    END $$;
    ALTER TABLE intake_sheets ADD CONSTRAINT intake_sheets_source CHECK (source IN (${sources}));
  `)

/** What the petition office or the police sends is written down like a letter. */
export const up = async (knex: Knex): Promise<void> => {
  await change(knex, "'hotline', 'visit', 'letter', 'petition', 'police'")
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw("DELETE FROM intake_sheets WHERE source IN ('petition', 'police')")
  await change(knex, "'hotline', 'visit', 'letter'")
}
