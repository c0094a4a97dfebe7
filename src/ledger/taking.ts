import type { SecondFactor, Visitor } from '../accounts'
import type { Db } from '../platform/db/database'
import type { LedgerExport } from './ledger'
import type { ClueLedger } from './ledger.service'
import type { LedgerWish } from './wish.rules'

type Deps = {
  readonly db: Db
  readonly clueLedger: ClueLedger
  readonly secondFactor: SecondFactor
}

type Wanted = {
  readonly once: string
  readonly reason: string
  readonly otp: string
  readonly format: LedgerExport['format']
}

/** In one transaction: the code is used up together with what it allowed. */
export const take = (
  { db, clueLedger, secondFactor }: Deps,
  visitor: Visitor,
  wish: LedgerWish,
  wanted: Wanted,
) =>
  db.inTransaction(async tx => {
    const { actor, keys } = visitor
    const before = await clueLedger.findOnce(tx, actor, wanted.once)
    if (before !== undefined) return { kind: 'right', id: before.id } as const
    // A report says only how many there are when they are too many, or none.
    if (wanted.format !== 'docx') {
      const { found } = await clueLedger.totals(tx, actor, wish)
      if (found === 0 || found > (await clueLedger.limits(tx)).rows)
        return { kind: 'refused' } as const
    }
    const { kind } = await secondFactor.check(tx, keys, wanted.otp)
    if (kind === 'right')
      return { kind, id: await clueLedger.makeExport(tx, visitor, wish, wanted) } as const
    // The quicker of two same forms at once has used the code, for the same file.
    const quicker = await clueLedger.findOnce(tx, actor, wanted.once)
    return quicker === undefined
      ? ({ kind } as const)
      : ({ kind: 'right', id: quicker.id } as const)
  })
