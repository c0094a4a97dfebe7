import type { Knex } from 'knex'

/** 局令第4号 art. 45: the second extension of a decision is given by a meeting. What somebody entered otherwise stays as it is. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(
    `UPDATE law_entries SET data = jsonb_set(data, '{extensions,1,collective}', 'true')
     WHERE kind = 'deadline-rule' AND code = 'CASE_DECIDE' AND place = '*' AND version = 1
       AND data #>> '{extensions,1,approver}' = '负责人集体讨论'`,
  )
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(
    `UPDATE law_entries SET data = data #- '{extensions,1,collective}'
     WHERE kind = 'deadline-rule' AND code = 'CASE_DECIDE' AND place = '*' AND version = 1`,
  )
}
