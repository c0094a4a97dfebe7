import { z } from 'zod'

/** An exported list of heads: what the chains had reached on a day, signed by the installation. */
export const HeadFile = z.object({
  day: z.string(),
  heads: z.array(z.object({ chain: z.string(), seq: z.int().positive(), hash: z.string() })),
  mac: z.string(),
})

export type HeadFile = z.output<typeof HeadFile>

/** What the signature of a head file is made over. */
export const signedPart = ({ day, heads }: Pick<HeadFile, 'day' | 'heads'>): string =>
  JSON.stringify([day, heads.map(({ chain, seq, hash }) => [chain, seq, hash])])

type Position = { readonly chain: string; readonly seq: number; readonly hash: Buffer }

/** What the signature of a checkpoint is made over. Its first word keeps it apart from everything else signed. */
export const checkpointPart = ({
  chain,
  seq,
  hash,
  beforeDay,
}: Position & { readonly beforeDay: string }): string =>
  JSON.stringify(['checkpoint', chain, seq, hash.toString('base64url'), beforeDay])

/** What the signature of a position is made over: how far a chain, or one check of it, has been verified. */
export const positionPart = (of: string, { chain, seq, hash }: Position): string =>
  JSON.stringify(['verified', of, chain, seq, hash.toString('base64url')])
