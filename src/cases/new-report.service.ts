import {
  openSealedKey,
  sealJson,
  sealKeyTo,
  type Installation,
  type KeyPair,
  type SymmetricKey,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { ReportId } from '../vocabulary/ids'
import type { NewCase } from './case'
import { insertReport, putClaim, takeWithoutClaim } from './reports.repository'

const contentPlace = (id: ReportId) => ({ table: 'reports', column: 'sealed_content', row: id })
const claimPlace = (id: ReportId) => ({
  ...{ table: 'reports', column: 'sealed_claim', row: id },
  ...{ recipient: `reporter:${id}`, version: 1 },
})

/** Salt and verifier; without a claim word as many zeros, sealed alike: nobody's word gives them. */
const claimBytes = 48
const noClaim = Buffer.alloc(claimBytes)

const saltBytes = 16

export const openClaim = (pair: KeyPair, id: ReportId, sealed: Buffer) => {
  const claim = openSealedKey(pair, claimPlace(id), sealed)
  if (claim.equals(noClaim)) return undefined
  return { salt: claim.subarray(0, saltBytes), verifier: claim.subarray(saltBytes) }
}

/** What the kinds of identity differ by in the text that is sealed. */
const kindBytes = 16

const sealContent = (key: SymmetricKey, id: ReportId, content: unknown): Buffer => {
  const even = Buffer.byteLength(JSON.stringify({ ...Object(content), identity: '' })) + kindBytes
  return sealJson(key, contentPlace(id), content, even)
}

/** The report that opens a case: its text under the case's key, its claim to the reporter alone. */
export const insertSealedReport = (
  tx: Tx,
  { caseId, caseKey, receivedOn, report }: NewCase,
  installation: Installation,
): Promise<void> => {
  const { reportId, publicKey } = report
  return insertReport(tx, {
    id: reportId,
    case_id: caseId,
    draft_id: report.draftId,
    received_on: receivedOn,
    receipt_lookup: report.receiptLookup,
    receipt_version: installation.version,
    public_key: publicKey,
    public_key_mac: installation.macPublicKey(publicKey, `reporter:${reportId}`),
    wrapped_private_key: report.wrappedPrivateKey,
    code_seen_by_officer: report.codeSeenByOfficer ?? false,
    sealed_content: sealContent(caseKey, reportId, report.content),
    sealed_claim: sealKeyTo(publicKey, claimPlace(reportId), report.claimVerifier ?? noClaim),
  })
}

const FILLED_AT_ONCE = 500

/**
 * Reports from before each had a claim, with a word or without: those without get theirs. Where to go on, or
 * undefined at the end. The reporter's public key is all that it takes; one that nobody vouches for is left out.
 */
export const fillClaims =
  (installation: Installation) =>
  async (tx: Tx, after?: string): Promise<string | undefined> => {
    const found = await takeWithoutClaim(tx, after, FILLED_AT_ONCE)
    for (const { id, public_key: publicKey, public_key_mac: mac } of found)
      if (isVouched(installation, id, { publicKey, mac }))
        await putClaim(tx, id, sealKeyTo(publicKey, claimPlace(id), noClaim))
    return found.length < FILLED_AT_ONCE ? undefined : found.at(-1)?.id
  }

const isVouched = (
  installation: Installation,
  id: ReportId,
  { publicKey, mac }: { readonly publicKey: Buffer; readonly mac: Buffer },
): boolean => {
  try {
    installation.checkPublicKey(publicKey, `reporter:${id}`, mac)
    return true
  } catch (error) {
    if (error instanceof KnownError && error.kind === 'broken') return false
    throw error
  }
}
