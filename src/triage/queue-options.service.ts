import type { Accounts } from '../accounts'
import { caseStates, type Cases } from '../cases'
import type { Lawbook } from '../lawbook'
import { listAreas, placeInWords, type Organisation, type Organisations } from '../organisations'
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

/** Where the bodies themselves are, and the districts below the city, as a reporter picks them. */
const regionsOf = (own: string, bodies: readonly Organisation[]): Option[] => {
  const areas = listAreas(own, bodies)
  const options = new Map<string, Option>()
  for (const { kind, regionCode, shortName } of bodies)
    if (kind === 'medical-security') {
      const place = placeInWords(regionCode, [])
      options.set(regionCode, { value: regionCode, words: place === '' ? shortName : place })
    }
  for (const { code, name, group } of areas) options.set(code, { value: code, words: name, group })
  return [...options.values()]
}

type Named = { readonly code: string; readonly data: { readonly name: string } }
type Behaviour = {
  readonly code: string
  readonly data: { readonly term: string; readonly targetKinds: readonly string[] }
}

/** By the kind of target that each is listed under, in the order of the kinds; last what fits any target. */
const behavioursOf = (behaviours: readonly Behaviour[], kinds: readonly Named[]): Option[] => {
  const placeOf = ({ data }: Behaviour) => {
    const place = kinds.findIndex(({ code }) => code === data.targetKinds[0])
    const any = data.targetKinds.length >= kinds.length
    return any || place === -1 ? kinds.length : place
  }
  return behaviours
    .map(behaviour => ({ behaviour, place: placeOf(behaviour) }))
    .sort((one, other) => one.place - other.place)
    .map(({ behaviour: { code, data }, place }) => ({
      value: code,
      words: data.term,
      group: kinds[place]?.data.name ?? '其他',
    }))
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
      behaviour: behavioursOf(behaviours, kinds),
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
