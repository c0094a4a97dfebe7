import type { LawData, Lawbook } from '../lawbook'
import { listAreas, type Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { Coded, Lists } from './lists'

type Deps = {
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly clock: Clock
}

type Entry<T> = { readonly code: string; readonly data: T }

/** The law book hands out the same list as long as the law is the same: so is what is made of it. */
const createCoder = () => {
  const made = new WeakMap<object, unknown>()
  return <T extends object>(entries: readonly Entry<T>[]): readonly Coded<T>[] => {
    const known = made.get(entries) as readonly Coded<T>[] | undefined
    if (known !== undefined) return known
    const coded = entries.map(({ code, data }) => ({ ...data, code }))
    made.set(entries, coded)
    return coded
  }
}

export const createLists = ({ lawbook, organisations, clock }: Deps) => {
  const toCoded = createCoder()
  return async (tx: Tx): Promise<Lists> => {
    const today = dayOf(clock())
    const body = await organisations.forRegion(tx, null)
    const at = { place: body.regionCode, on: today }
    const coded = async <K extends 'target-kind' | 'behaviour' | 'relation' | 'identity-choice'>(
      kind: K,
    ): Promise<readonly Coded<LawData[K]>[]> => toCoded(await lawbook.list(tx, kind, at))
    const bodies = await organisations.list(tx)
    return {
      today,
      place: body.regionCode,
      limits: await lawbook.limits(tx, at),
      kinds: await coded('target-kind'),
      behaviours: await coded('behaviour'),
      relations: await coded('relation'),
      identities: await coded('identity-choice'),
      areas: listAreas(body.regionCode, bodies),
    }
  }
}

export type ReadLists = ReturnType<typeof createLists>
