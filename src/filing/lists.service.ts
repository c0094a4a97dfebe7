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
