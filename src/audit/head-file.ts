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
