import type { Accounts } from '../accounts'
import { caseStates, type Cases } from '../cases'
import type { Lawbook } from '../lawbook'
import { listAreas, type Organisation, type Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { sourceWords, stateWords } from '../vocabulary/case-words'
import type { Option, Options } from './queue'

type Deps = {
  readonly cases: Cases
  readonly accounts: Accounts
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly clock: Clock
}

/** The districts below the city, as a reporter picks them, and the regions of the bodies themselves. */
const regionsOf = (own: string, bodies: readonly Organisation[]): Option[] => {
  const words = new Map<string, string>()
  for (const { kind, regionCode, shortName } of bodies)
    if (kind === 'medical-security') words.set(regionCode, shortName)
  for (const { code, name } of listAreas(own, bodies)) words.set(code, name)
  return [...words].map(([value, name]) => ({ value, words: name }))
}

/** What each filter may be set to today, in words. */
export type QueueOptions = (tx: Tx, actor: StaffActor) => Promise<Options>

export const createQueueOptions =
  ({ lawbook, organisations, accounts, clock, cases }: Deps): QueueOptions =>
  async (tx, actor) => {
    const own = await organisations.get(tx, actor.organisationId)
    const at = { place: own.regionCode, on: dayOf(clock()) }
    const behaviours = await lawbook.list(tx, 'behaviour', at)
    const kinds = await lawbook.list(tx, 'target-kind', at)
    const handlers =
      cases.scopeOf(actor).handledBy === undefined
        ? await accounts.listActive(tx, actor.organisationId, 'handler')
        : []
    return {
      behaviour: behaviours.map(({ code, data }) => ({ value: code, words: data.term })),
      kind: kinds.map(({ code, data }) => ({ value: code, words: data.name })),
      state: caseStates.map(state => ({ value: state, words: stateWords[state] })),
      source: Object.entries(sourceWords).map(([value, words]) => ({ value, words })),
      region: regionsOf(own.regionCode, await organisations.list(tx)),
      handler: handlers.map(({ id, displayName }) => ({ value: id, words: displayName })),
      screening: [
        { value: 'suspect', words: '待甄别' },
        { value: 'plain', words: '没有疑点' },
      ],
    }
  }
