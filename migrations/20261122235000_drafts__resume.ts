import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.alterTable('drafts', table => {
    // Derived from the resume code by Argon2id: finds the draft, and does not give the code back.
    table.binary('resume_lookup').unique()
    // The draft key, once more, under a key from the resume code.
    table.binary('resume_wrapped_key')
    // The code itself under the draft key: whoever goes on with the draft is shown the same one again.
    table.binary('sealed_resume_code')
    // What stands in the fields of pages that were not finished, as it was typed.
    table.binary('sealed_unfinished')
    // The same for the page that asks for the name: under the identity key.
    table.binary('sealed_unfinished_identity')
    table.check(
      '(resume_lookup IS NULL) = (resume_wrapped_key IS NULL) AND (resume_lookup IS NULL) = (sealed_resume_code IS NULL)',
      [],
      'drafts_resume_whole',
    )
  })
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.alterTable('drafts', table => {
    table.dropChecks(['drafts_resume_whole'])
    table.dropColumns(
      'resume_lookup',
      'resume_wrapped_key',
      'sealed_resume_code',
      'sealed_unfinished',
      'sealed_unfinished_identity',
    )
  })
}
