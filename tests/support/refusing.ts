import type { CaseId } from '../../src/vocabulary/ids'
import type { Officer } from './people'
import type { Site } from './site'

/** Not accepted, by this officer of the intake desk, past the pages. */
export const refuseCase = async (
  { house }: Site,
  by: Officer,
  caseId: CaseId,
  reason = '材料里没有写清楚时间和地点，也没有别的线索可以核查。',
): Promise<void> => {
  const { cases, desks, db } = house
  await db.inTransaction(async tx => {
    const key = await cases.keyOf(tx, await desks.holdersOf(tx, by.keys), caseId)
    const step = { action: 'refuse', ground: 'no-clue', reason, key } as const
    await cases.act(tx, by.actor, caseId, step)
  })
}

/** The case that came last. */
export const lastCaseId = async ({ tables }: Site): Promise<CaseId> => {
  const found = await tables('cases')
    .orderBy('arrival', 'desc')
    .first<{ id: CaseId } | undefined>('id')
  if (found === undefined) throw new Error('no case')
  return found.id
}
