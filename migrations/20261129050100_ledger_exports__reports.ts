import type { Knex } from 'knex'

const formats = (knex: Knex, list: string) =>
  knex.raw(`
    ALTER TABLE ledger_exports DROP CONSTRAINT ledger_exports_format_check;
    ALTER TABLE ledger_exports ADD CONSTRAINT ledger_exports_format_check CHECK (format IN (${list}));
  `)

/** A clearing report is asked for with a reason and fetched for some hours, as a table is. */
export const up = async (knex: Knex): Promise<void> => {
  await formats(knex, `'xlsx', 'csv', 'docx'`)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`DELETE FROM ledger_exports WHERE format = 'docx'`)
  await formats(knex, `'xlsx', 'csv'`)
}
