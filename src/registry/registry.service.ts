import type { Tx } from '../platform/db/transaction'
import type { InstitutionId } from '../vocabulary/ids'
import type {
  ImportResult,
  Institution,
  InstitutionPage,
  InstitutionSearch,
  NewInstitution,
} from './institution'

export type Registry = {
  readonly find: (tx: Tx, id: InstitutionId) => Promise<Institution | undefined>
  /** @throws not-found `institution` */
  readonly get: (tx: Tx, id: InstitutionId) => Promise<Institution>
  /** Active institutions whose name holds every part of `q`, by name. */
  readonly search: (tx: Tx, wanted: InstitutionSearch) => Promise<InstitutionPage>
  /** Adds and updates by code; what is not in the rows stays as it is. */
  readonly importAll: (
    tx: Tx,
    rows: readonly NewInstitution[],
  ) => Promise<Omit<ImportResult, 'errors'>>
}

export declare const createRegistry: () => Registry
