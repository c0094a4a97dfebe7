import type { FreshReceipt } from '../filing'
import { asSymmetricKey } from '../platform/crypto'
import type { DerivedReceipt } from '../receipts'
import type { ReporterData } from '../sessions'

type KeptReceipt = NonNullable<ReporterData['receipt']>

/** How a new code waits in the session of its reporter, with what opens the report. */
export const keepReceipt = (
  { reportId, code, derived }: FreshReceipt,
  until: number,
): KeptReceipt => ({
  reportId,
  code,
  until,
  lookup: derived.lookup.toString('base64url'),
  wrappingKey: derived.wrappingKey.toString('base64url'),
})

export const readKeptReceipt = ({ lookup, wrappingKey }: KeptReceipt): DerivedReceipt => ({
  lookup: Buffer.from(lookup, 'base64url'),
  wrappingKey: asSymmetricKey(Buffer.from(wrappingKey, 'base64url')),
})
