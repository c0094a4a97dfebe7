import type { Accounts } from '../accounts'
import type { Cases } from '../cases'
import type { Tx } from '../platform/db/transaction'
import type { StaffId } from '../vocabulary/ids'
import { passLetters, takeDueLetters, type DueLetter } from './letters.repository'
import { handlersOf } from './opening.service'

type Deps = { readonly accounts: Pick<Accounts, 'listActive'>; readonly cases: Cases }
type Audience = 'handlers' | 'principal' | 'supervision'

const peopleFor = async (
  { accounts, cases }: Deps,
  tx: Tx,
  { caseId, from, to }: DueLetter,
  audience: Audience,
): Promise<readonly StaffId[]> => {
  const [body, duty] =
    audience === 'supervision' ? ([from, 'supervision'] as const) : ([to, 'principal'] as const)
  const found = (await accounts.listActive(tx, body, duty)).map(({ id }) => id)
  if (audience === 'supervision' && found.length === 0)
    found.push(...(await accounts.listActive(tx, body, 'principal')).map(({ id }) => id))
  if (audience === 'handlers') found.push(...(await handlersOf({ cases }, tx, caseId)))
  const away = caseId === null ? [] : await cases.exclusionsOf(tx, caseId)
  return [...new Set(found)].filter(id => !away.some(({ staffId }) => staffId === id))
}

/** What the sweep of reminders walks: whoever answers, who leads there, and the body that wrote, each step once. */
export const createLetterSource = (deps: Deps) => ({
  kind: 'oversight' as const,
  deeds: { reminded: 'oversight.reminded', escalated: 'oversight.escalated' } as const,
  take: takeDueLetters,
  pass: passLetters,
  running: (tx: Tx, things: readonly Omit<DueLetter, 'id' | 'from' | 'to'>[]) =>
    Promise.resolve(
      // What was taken by `take` of this source.
      (things as readonly DueLetter[]).map(thing => ({
        thing,
        recipients: (audience: Audience) => peopleFor(deps, tx, thing, audience),
        recordedAs: {
          organisationId: thing.to,
          ...(thing.caseId === null ? {} : { caseId: thing.caseId }),
        },
      })),
    ),
})
