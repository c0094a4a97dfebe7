import type { Deed } from '../vocabulary/deeds'
import type { OrganisationId } from '../vocabulary/ids'

/** One row of the record. Content-free: who, what, on which case, and on what ground. */
export type AuditRow = {
  readonly chain: string
  readonly seq: number
  /** Null on a reporter's chain, which knows days only. */
  readonly at: Date | null
  readonly onDay: string
  readonly actorId: string | null
  readonly deed: Deed
  readonly caseId: string | null
  readonly subject: string | null
  readonly ground: string | null
}

export type ChainSide = 'staff' | 'reporter'

/** One chain per organisation and side, so that busy bodies do not wait for each other. */
export const chainOf = (organisationId: string, side: ChainSide): string =>
  `${organisationId}:${side}`

export const sideOf = (chain: string): ChainSide =>
  chain.endsWith(':reporter') ? 'reporter' : 'staff'

export const bodyOf = (chain: string): OrganisationId =>
  chain.slice(0, chain.lastIndexOf(':')) as OrganisationId

/** What a chain begins with in place of a previous link. */
export const chainStart = (chain: string): Buffer => Buffer.from(`mingshao chain ${chain}`, 'utf8')

/** One spelling per row: what the link is made over. */
export const canonical = (row: AuditRow): Buffer =>
  Buffer.from(
    JSON.stringify([
      row.chain,
      row.seq,
      row.at === null ? null : row.at.toISOString(),
      row.onDay,
      row.actorId,
      row.deed,
      row.caseId,
      row.subject,
      row.ground,
    ]),
    'utf8',
  )
