import type { Tx } from '../platform/db/transaction'
import type { Registry } from '../registry'
import { listedInstitutions } from './institution-list.rules'

/** Invented institutions, so that the search of the first step finds something. */
export const importDemoInstitutions = async (
  { registry }: { readonly registry: Registry },
  tx: Tx,
): Promise<void> => {
  await registry.importAll(tx, listedInstitutions())
}
