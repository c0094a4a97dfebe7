import { toActor } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import type { Stage } from './stage'

/** Made up, as everything here. */
const letter = {
  subject: '请加快核查并报告进展',
  text: '这一件受到关注。请查清涉及的次数和金额，需要调取的材料尽快调取。\n请说明办到哪一步、有什么困难、哪天能作出决定。',
} as const

/** Whether the body above has asked about it. */
const oversee = async ({ rooms, names }: Stage, tx: Tx, caseId: CaseId): Promise<boolean> => {
  const { cases, organisations, accounts, desks, oversight } = rooms
  const found = await cases.find(tx, caseId)
  if (found?.state !== 'checking') return false
  const above = await organisations.above(tx, found.organisationId)
  if (above === undefined) return false
  const [signer] = await accounts.listActive(tx, above.id, 'supervision')
  const reads = await desks.findOpen(tx, above.id, 'supervision')
  if (signer === undefined || reads === undefined) return false
  const actor = toActor(signer)
  const { usualDay: dueOn } = await oversight.frame(tx, actor)
  const { year, serial, organisationId: to } = found
  const wish = { ...letter, to, about: { year, serial }, urgency: 'urgent', dueOn } as const
  await oversight.issue(tx, { actor }, { ...wish, once: names.uuid('letter 0') })
  return true
}

/** One letter of a body above, about the first case that can bear it; asked again it is there. */
export const overseeOne = async (stage: Stage, cases: number): Promise<void> => {
  for (let index = 0; index < cases; index += 1) {
    const caseId = stage.names.uuid(`case ${index}`) as CaseId
    if (await stage.rooms.db.inTransaction(tx => oversee(stage, tx, caseId))) return
  }
}
