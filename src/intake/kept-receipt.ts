import type { FreshReceipt, ReceiptFacts } from '../filing'
import { asSymmetricKey } from '../platform/crypto'
import type { DerivedReceipt } from '../receipts'
import type { ReporterData } from '../sessions'

type KeptReceipt = NonNullable<ReporterData['receipt']>

/** How a new code waits in the session of its reporter, with what opens the report. */
export const keepReceipt = (
  { reportId, code, derived }: FreshReceipt,
  facts: ReceiptFacts,
  until: number,
): KeptReceipt => ({
  reportId,
  code,
  until,
  facts,
  lookup: derived.lookup.toString('base64url'),
  wrappingKey: derived.wrappingKey.toString('base64url'),
})

/**
 * What the slip says, as it was when the report was made: sealed by this service within the half hour that a code is
 * on show. Undefined in a session from before they were kept.
 */
export const readKeptFacts = ({ facts }: KeptReceipt): ReceiptFacts | undefined =>
  facts as ReceiptFacts | undefined

export const readKeptReceipt = ({ lookup, wrappingKey }: KeptReceipt): DerivedReceipt => ({
  lookup: Buffer.from(lookup, 'base64url'),
  wrappingKey: asSymmetricKey(Buffer.from(wrappingKey, 'base64url')),
})
