import type { Knex } from 'knex'

/** With a letter in front a spreadsheet keeps a reference as text: of sixteen digits it changes the last one. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE payments DROP CONSTRAINT payments_reference_check;
    ALTER TABLE payments ADD CONSTRAINT payments_reference_check CHECK (reference ~ '^(P[0-9]{15}|[0-9]{16})$');
  `)
}

/** What was sent with a letter stays, for the bank answers by it. */
export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ALTER TABLE payments DROP CONSTRAINT payments_reference_check;
    ALTER TABLE payments ADD CONSTRAINT payments_reference_check CHECK (reference ~ '^[0-9]{16}$') NOT VALID;
  `)
}
