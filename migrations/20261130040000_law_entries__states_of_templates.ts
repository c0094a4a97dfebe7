import type { Knex } from 'knex'

/** After which step of a case's course each shipped paper may be issued. What somebody entered otherwise stays as it is. */
const after = ['accepted', 'checking', 'filed', 'investigating', 'reviewing', 'reviewed']
const decided = ['decided', 'closed', 'archived']
const states: Readonly<Record<string, readonly string[]>> = {
  accepted: [...after, ...decided, 'suspended'],
  'not-accepted': ['refused'],
  'clue-transfer': ['handed-over'],
  filed: [...after.slice(2), ...decided, 'suspended'],
  'not-filed': ['not-filed'],
  result: ['not-filed', ...decided],
  'reward-decision': decided,
  'reward-claim': decided,
}

const shipped = `kind = 'document-template' AND place = '*' AND version = 1`

export const up = async (knex: Knex): Promise<void> => {
  for (const [code, of] of Object.entries(states))
    await knex.raw(
      `UPDATE law_entries SET data = jsonb_set(data, '{states}', ?::jsonb)
       WHERE ${shipped} AND code = ? AND data -> 'states' IS NULL`,
      [JSON.stringify(of), code],
    )
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`UPDATE law_entries SET data = data - 'states' WHERE ${shipped}`)
}
