import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffId } from '../vocabulary/ids'
import type { Letter, LetterDeps, NewAlertOf } from './letter'
import { handlersOf } from './opening.service'

const withoutAway = async (
  { cases }: LetterDeps,
  tx: Tx,
  { caseId }: Pick<Letter, 'caseId'>,
  people: readonly StaffId[],
): Promise<StaffId[]> => {
  const away = caseId === null ? [] : await cases.exclusionsOf(tx, caseId)
  return [...new Set(people)].filter(one => !away.some(({ staffId }) => staffId === one))
}

const put = async (deps: LetterDeps, tx: Tx, alert: Omit<NewAlertOf, 'on'>): Promise<void> => {
  const people = await withoutAway(deps, tx, alert.letter, alert.people)
  await deps.tell(tx, { ...alert, people, on: dayOf(deps.clock()) })
  await deps.notices.mark(
    tx,
    people.map(staffId => ({ kind: 'staff', staffId })),
  )
}

type Told = Pick<Letter, 'id' | 'caseId' | 'dueOn'>

/** Whoever leads there, and who handles the case once it is received. */
const peopleBelow = async (
  deps: Pick<LetterDeps, 'accounts' | 'cases'>,
  tx: Tx,
  { to, caseId, receivedAt }: Pick<Letter, 'to' | 'caseId' | 'receivedAt'>,
): Promise<StaffId[]> => [
  ...(await deps.accounts.listActive(tx, to, 'principal')).map(({ id }) => id),
  ...(receivedAt === null ? [] : await handlersOf(deps, tx, caseId)),
]

export const tellBelow = async (
  deps: LetterDeps,
  tx: Tx,
  letter: Told & Pick<Letter, 'to' | 'receivedAt'>,
  step: string,
): Promise<void> =>
  put(deps, tx, {
    ...{ letter, step, audience: 'handlers' },
    people: await peopleBelow(deps, tx, letter),
  })

/** Whoever wrote it, and whoever leads there and can judge the answer. */
export const tellAbove = async (
  deps: LetterDeps,
  tx: Tx,
  letter: Told & Pick<Letter, 'from' | 'issuedBy'>,
  step: string,
): Promise<void> => {
  const people = [
    ...(await deps.accounts.listActive(tx, letter.from, 'principal')),
    ...(await deps.accounts.listActive(tx, letter.from, 'supervision')),
  ]
  await put(deps, tx, {
    ...{ letter, step, audience: 'supervision' },
    people: [letter.issuedBy, ...people.map(({ id }) => id)],
  })
}
