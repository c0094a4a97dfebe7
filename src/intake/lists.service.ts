import type { LawData, Lawbook, LimitName } from '../lawbook'
import type { Organisations } from '../organisations'
import { listAreas, type Area } from '../organisations'
import { dayOf, type Clock, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'

type Coded<T> = T & { readonly code: string }

/** Every list and length that the seven steps draw, as the lawbook has them here and today. */
export type Lists = {
  readonly today: Day
  readonly place: string
  readonly limits: Readonly<Record<LimitName, number>>
  readonly kinds: readonly Coded<LawData['target-kind']>[]
  readonly behaviours: readonly Coded<LawData['behaviour']>[]
  readonly relations: readonly Coded<LawData['relation']>[]
  readonly identities: readonly Coded<LawData['identity-choice']>[]
  /** Districts from which the place of the matter is picked. */
  readonly areas: readonly Area[]
}

type Deps = {
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly clock: Clock
}

export const createLists =
  ({ lawbook, organisations, clock }: Deps) =>
  async (tx: Tx): Promise<Lists> => {
    const today = dayOf(clock())
    const body = await organisations.forRegion(tx, null)
    const at = { place: body.regionCode, on: today }
    const coded = async <K extends 'target-kind' | 'behaviour' | 'relation' | 'identity-choice'>(
      kind: K,
    ): Promise<Coded<LawData[K]>[]> =>
      (await lawbook.list(tx, kind, at)).map(({ code, data }) => ({ ...data, code }))
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

export type ReadLists = ReturnType<typeof createLists>
