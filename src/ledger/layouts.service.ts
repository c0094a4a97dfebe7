import type { Audit } from '../audit'
import { type Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { StaffId } from '../vocabulary/ids'
import { insertLayout, listLayouts, queueLayouts, updateLayout } from './layouts.repository'
import { queryOf, type LedgerWish } from './wish.rules'

type Deps = {
  readonly installation: Pick<Installation, 'sealOwn' | 'openOwn'>
  readonly random: Random
  readonly audit: Audit
}

type Layout = { readonly id: string; readonly name: string; readonly query: string }

const namePlace = (id: string) => ({ table: 'ledger_layouts', column: 'sealed_name', row: id })

/** A name that somebody changed by other ways takes its layout's name, and nothing else of the page. */
const TAMPERED = '名字打不开'

/** Filters and columns of the ledger that one officer keeps under a name, which is sealed. */
export const createLayouts = ({ installation, random, audit }: Deps) => {
  const nameOf = (id: string, sealed: Buffer): string => {
    try {
      return installation.openOwn(namePlace(id), sealed)
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'broken') throw error
      return TAMPERED
    }
  }
  const list = async (tx: Tx, staffId: StaffId): Promise<Layout[]> =>
    (await listLayouts(tx, staffId))
      .map(({ id, sealed_name: sealed, query }) => ({ id, query, name: nameOf(id, sealed) }))
      .sort((one, other) => one.name.localeCompare(other.name, 'zh-CN'))

  return {
    list: (tx: Tx, actor: StaffActor) => list(tx, actor.id),
    /** The same name again is the same layout, changed. false: there are as many as there may be. */
    save: async (
      tx: Tx,
      actor: StaffActor,
      {
        name,
        wish,
        most,
      }: { readonly name: string; readonly wish: LedgerWish; readonly most: number },
    ): Promise<boolean> => {
      await queueLayouts(tx, actor.id)
      const query = queryOf(wish)
      const own = await list(tx, actor.id)
      const same = own.find(one => one.name === name)
      if (same === undefined && own.length >= most) return false
      const id = same?.id ?? random.uuid()
      if (same === undefined)
        await insertLayout(tx, {
          ...{ id, staff_id: actor.id, query },
          sealed_name: installation.sealOwn(namePlace(id), name),
        })
      else await updateLayout(tx, id, query)
      await audit.record(tx, actor, actor.organisationId, { deed: 'ledger.layout-saved' })
      return true
    },
  }
}
