import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { InstitutionId } from '../vocabulary/ids'
import type {
  ImportResult,
  Institution,
  InstitutionPage,
  InstitutionSearch,
  NewInstitution,
} from './institution'
import { findInstitution, selectInstitutions, upsertInstitutions } from './institutions.repository'
import { isHopeless } from './name.rules'

export type Registry = {
  readonly find: (tx: Tx, id: InstitutionId) => Promise<Institution | undefined>
  /** @throws not-found `institution` */
  readonly get: (tx: Tx, id: InstitutionId) => Promise<Institution>
  /** Active institutions whose name holds every part of `q`, by name; all of them for an empty `q`. */
  readonly search: (tx: Tx, wanted: InstitutionSearch) => Promise<InstitutionPage>
  /** Adds and updates by code (each code once); what is not in the rows stays as it is. */
  readonly importAll: (tx: Tx, rows: readonly NewInstitution[]) => Promise<Counts>
}

type Counts = Omit<ImportResult, 'errors'>

export const createRegistry = (): Registry => ({
  find: findInstitution,
  get: async (tx, id) => {
    const institution = await findInstitution(tx, id)
    if (institution === undefined) throw notFound('institution')
    return institution
  },
  search: async (tx, wanted) => {
    if (isHopeless(wanted.q)) return { items: [], more: false }
    // One more than wanted tells whether there is a further page.
    const found = await selectInstitutions(tx, { ...wanted, limit: wanted.limit + 1 })
    return { items: found.slice(0, wanted.limit), more: found.length > wanted.limit }
  },
  importAll,
})

const BATCH = 500

const importAll = async (tx: Tx, rows: readonly NewInstitution[]): Promise<Counts> => {
  let added = 0
  let changed = 0
  for (let start = 0; start < rows.length; start += BATCH) {
    const written = await upsertInstitutions(tx, rows.slice(start, start + BATCH))
    added += written.added
    changed += written.changed
  }
  return { added, changed, unchanged: rows.length - added - changed }
}
