import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { asDay } from '../platform/clock'
import { openJson, sealJson, type SymmetricKey } from '../platform/crypto'
import { matches, type FindingContent } from './finding'
import type { FindingRow } from './findings.repository'

const Amount = z.string().regex(/^\d+$/).transform(BigInt)

const Stored = z.object({
  items: z.array(
    z.object({
      code: z.string(),
      facts: z.string(),
      loss: Amount,
      otherLoss: Amount,
      fine: Amount,
    }),
  ),
  match: z.enum(matches),
  isPublic: z.boolean().optional(),
  voluntary: Amount,
  recovered: Amount,
  deducted: Amount,
  text: z.string(),
  bandReason: z.string(),
  lawOn: z.string().transform(asDay),
})

const place = (id: string) => ({ table: 'findings', column: 'sealed_content', row: id })

/** JSON knows no whole numbers of any size: amounts are written as digits. */
const stored = (content: FindingContent): unknown =>
  JSON.parse(
    JSON.stringify(content, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    ),
  )

export const sealFinding = (key: SymmetricKey, id: string, content: FindingContent): Buffer =>
  sealJson(key, place(id), stored(content))

export const openFinding = (
  key: SymmetricKey,
  { id, sealed_content }: Pick<FindingRow, 'id' | 'sealed_content'>,
): FindingContent => {
  const { isPublic, ...rest } = Stored.parse(openJson(key, place(id), sealed_content))
  return { ...rest, isPublic }
}

/** The day of the law apart: saving the same again changes nothing. */
export const sameContent = (one: FindingContent, other: FindingContent): boolean =>
  isDeepStrictEqual({ ...one, lawOn: other.lawOn }, other)
