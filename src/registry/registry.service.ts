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
import {
  findInstitution,
  matchInstitutions,
  selectInstitutions,
  upsertInstitutions,
} from './institutions.repository'
import { foldName, isHopeless } from './name.rules'

export type Registry = {
  readonly find: (tx: Tx, id: InstitutionId) => Promise<Institution | undefined>
  /** @throws not-found `institution` */
  readonly get: (tx: Tx, id: InstitutionId) => Promise<Institution>
  /** For each: the institution of that code, else the only one of that name; undefined where there is none. */
  readonly match: (
    tx: Tx,
    asked: readonly { readonly code: string; readonly name: string }[],
  ) => Promise<(Institution | undefined)[]>
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
  match: async (tx, asked) => {
    const codes = asked.map(({ code }) => code).filter(code => code !== '')
    const found = await matchInstitutions(tx, { codes, names: asked.map(({ name }) => name) })
    const byCode = new Map(found.map(one => [one.code, one]))
    const byName = new Map<string, Institution[]>()
    for (const one of found)
      byName.set(foldName(one.name), [...(byName.get(foldName(one.name)) ?? []), one])
    return asked.map(({ code, name }) => {
      if (code !== '') return byCode.get(code)
      const [only, ...others] = byName.get(foldName(name)) ?? []
      return others.length === 0 ? only : undefined
    })
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
