import { z } from 'zod'
import type { Payee } from '../payouts'
import { idTypes } from '../vocabulary/report-answers'

const Kept = z.object({
  name: z.string(),
  idType: z.enum(idTypes),
  idNumber: z.string(),
  account: z.string(),
  bank: z.string(),
  fen: z.string().regex(/^\d+$/).transform(BigInt),
})

/** As it rests in the reporter's session, under the cookie. */
export const toKept = ({ name, idType, idNumber, account, bank, fen }: Payee) => ({
  ...{ name, idType, idNumber, account, bank },
  fen: fen.toString(),
})

export const readKept = (kept: readonly unknown[]): Payee[] => kept.map(one => Kept.parse(one))
