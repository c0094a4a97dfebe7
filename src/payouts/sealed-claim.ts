import { z } from 'zod'
import type { Holder, OpenDesk } from '../desks'
import {
  openJson,
  openSealedKey,
  sealJson,
  sealKeyTo,
  type SealPlace,
  type SymmetricKey,
} from '../platform/crypto'
import type { ClaimId, ReportId } from '../vocabulary/ids'
import { idTypes } from '../vocabulary/report-answers'
import type { OpenClaim, Payee } from './claim'
import type { SealedClaim } from './claims.repository'

const fieldOf = (row: ClaimId, column: string) => ({ table: 'award_claims', column, row })

export const deskPlace = (
  row: ClaimId,
  desk: { readonly id: string; readonly version: number },
): SealPlace => ({
  ...fieldOf(row, 'desk_sealed_key'),
  ...{ recipient: `desk:${desk.id}`, version: desk.version },
})
const reporterPlace = (row: ClaimId, reportId: ReportId): SealPlace => ({
  ...fieldOf(row, 'reporter_sealed_key'),
  ...{ recipient: `reporter:${reportId}`, version: 1 },
})

type Recipients = {
  readonly desk: OpenDesk
  readonly reporter: { readonly reportId: ReportId; readonly publicKey: Buffer }
}

/** The payee key: for the reporter and the finance desk, and for nobody else. */
export const sealPayeeKey = (id: ClaimId, key: SymmetricKey, { desk, reporter }: Recipients) => ({
  reporter_sealed_key: sealKeyTo(reporter.publicKey, reporterPlace(id, reporter.reportId), key),
  ...{ desk_id: desk.deskId, desk_version: desk.version },
  desk_sealed_key: sealKeyTo(
    desk.publicKey,
    deskPlace(id, { id: desk.deskId, version: desk.version }),
    key,
  ),
})

/** By the finance desk; undefined for everybody else. */
export const openPayeeKey = (
  claim: Pick<SealedClaim, 'id' | 'deskId' | 'deskVersion' | 'deskSealedKey'>,
  holders: readonly Holder[],
): SymmetricKey | undefined => {
  const desk = holders.find(
    one => one.kind === 'desk' && one.id === claim.deskId && one.version === claim.deskVersion,
  )
  if (desk === undefined) return undefined
  return openSealedKey(desk.pair, deskPlace(claim.id, desk), claim.deskSealedKey) as SymmetricKey
}

/** In the reporter's own session. */
export const openOwnPayeeKey = (
  { id, reporterSealedKey }: SealedClaim,
  reporter: Holder,
): SymmetricKey =>
  openSealedKey(
    reporter.pair,
    reporterPlace(id, reporter.id as ReportId),
    reporterSealedKey,
  ) as SymmetricKey

const Person = z.object({ name: z.string(), idType: z.enum(idTypes), idNumber: z.string() })
const Payees = z.object({
  version: z.literal(1),
  payees: z.array(
    Person.extend({
      account: z.string(),
      bank: z.string(),
      fen: z.string().regex(/^\d+$/).transform(BigInt),
      agent: Person.optional(),
    }),
  ),
  noWord: z.string().optional(),
})
const Why = z.object({ version: z.literal(1), why: z.string() })

const payeesPlace = (id: ClaimId) => fieldOf(id, 'sealed_payees')
const confirmationPlace = (id: ClaimId) => fieldOf(id, 'sealed_confirmation')

/** @param noWord how somebody without the word showed that the report is theirs */
export const sealPayees = (
  key: SymmetricKey,
  id: ClaimId,
  payees: readonly Payee[],
  noWord?: string,
): Buffer =>
  sealJson(key, payeesPlace(id), {
    version: 1,
    payees: payees.map(one => ({ ...one, fen: one.fen.toString() })),
    noWord,
  })

export const sealConfirmation = (key: SymmetricKey, id: ClaimId, why: string): Buffer =>
  sealJson(key, confirmationPlace(id), { version: 1, why })

const openSaid = (
  key: SymmetricKey,
  { id, sealedPayees }: Pick<SealedClaim, 'id' | 'sealedPayees'>,
) => Payees.parse(openJson(key, payeesPlace(id), sealedPayees))

export const openPayees = (
  key: SymmetricKey,
  claim: Pick<SealedClaim, 'id' | 'sealedPayees'>,
): Payee[] => openSaid(key, claim).payees

export const openClaimWith = (claim: SealedClaim, key: SymmetricKey): OpenClaim => {
  const { id, sealedConfirmation: sealed } = claim
  const { payees: shares, noWord } = openSaid(key, claim)
  const why = sealed === null ? undefined : openJson(key, confirmationPlace(id), sealed)
  const confirmation = why === undefined ? undefined : Why.parse(why).why
  return { ...claim, shares, noWord, confirmation }
}
