import type { Knex } from 'knex'

/** What the shipped rules say now, for those that are in already; what somebody entered otherwise stays as it is. */
const added: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CLUE_VERIFY: { reporterWords: '决定是否立案' },
  RN_NOTIFY: { reporterWords: '告诉您是否立案' },
  CASE_DECIDE: { reporterWords: '作出处理决定' },
  LEGAL_REVIEW: { reporterWords: '做完法制审核' },
  ACCEPT_DECISION_XZ: { reporterWords: '决定是否受理', startsAt: 'receipt' },
  CRIME_TRANSFER: { byHand: 'finish' },
  ...Object.fromEntries(
    [
      ...['HEARING_REQUEST', 'HEARING_NOTICE', 'EVIDENCE_HOLD', 'SEAL', 'SERVE', 'PAY_FINE'],
      ...['PUBLISH_WITHDRAW', 'LIMITATION', 'POLICE_DECIDE'],
    ].map(code => [code, { byHand: 'both' }]),
  ),
}

/** Rules say whether a reporter sees their clock and whether it is begun or ended by hand: until now code did, or nothing. */
export const up = async (knex: Knex): Promise<void> => {
  for (const [code, data] of Object.entries(added))
    await knex.raw(
      `UPDATE law_entries SET data = ?::jsonb || data WHERE kind = 'deadline-rule' AND code = ?`,
      [JSON.stringify(data), code],
    )
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(
    `UPDATE law_entries SET data = data - 'reporterWords' - 'startsAt' - 'byHand' WHERE kind = 'deadline-rule'`,
  )
}
