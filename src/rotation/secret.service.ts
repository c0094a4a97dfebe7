import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Organisations } from '../organisations'
import {
  addSecretVersion,
  countVouched,
  saveVouched,
  takeVouched,
  type Installation,
  type Vouched,
} from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId } from '../vocabulary/ids'
import type { Dependence } from './rotation'
import { leftCap } from './rotation'

type Deps = {
  readonly db: Db
  readonly installation: Installation
  readonly cases: Pick<Cases, 'receiptsBelow'>
  readonly organisations: Pick<Organisations, 'site'>
  readonly audit: Audit
  readonly vouched: readonly Vouched[]
}

export type Secrets = {
  /** The version that signs, and how many are held. */
  readonly version: number
  readonly held: number
  readonly dependences: (tx: Tx) => Promise<Dependence[]>
  /** Has the newest version vouch for what earlier ones vouched for, as far as that holds. How many it was. */
  readonly renew: () => Promise<number>
  /** Writes a new version beside the others; the service knows it after a restart. */
  readonly rotate: (
    place: Parameters<typeof addSecretVersion>[0],
  ) => ReturnType<typeof addSecretVersion>
}

const BATCH = 200

const record = async (
  { audit, organisations }: Deps,
  tx: Tx,
  deed: 'secret.rotated' | 'secret.renewed',
  ground: string,
): Promise<void> => {
  const { organisationId } = await organisations.site(tx)
  if (organisationId === undefined) return
  const at: OrganisationId = organisationId
  await audit.record(tx, { side: 'system' }, at, { deed, ground })
}

const renewBatch = (deps: Deps, column: Vouched): Promise<number> =>
  deps.db.inTransaction(async tx => {
    const { installation } = deps
    let renewed = 0
    for (const row of await takeVouched(tx, column, installation.version, BATCH)) {
      const bytes = column.renew(installation, row)
      if (bytes === undefined) continue
      await saveVouched(tx, column, row, bytes)
      renewed += 1
    }
    const ground = `${column.table} ${installation.version} ${renewed}`
    if (renewed > 0) await record(deps, tx, 'secret.renewed', ground)
    return renewed
  })

export const createSecrets = (deps: Deps): Secrets => {
  const { installation, vouched, cases } = deps
  const { version, marks } = installation
  return {
    version,
    held: marks.length,
    dependences: async tx => {
      if (marks.length === 1) return []
      const listed: Dependence[] = []
      for (const column of vouched) {
        const left = await countVouched(tx, column, version, leftCap)
        listed.push({ name: column.name, left, ends: 'by-itself' })
      }
      const left = await cases.receiptsBelow(tx, version, leftCap)
      return [...listed, { name: '查询码', left, ends: 'at-the-visit' }]
    },
    renew: async () => {
      if (marks.length === 1) return 0
      let all = 0
      for (const column of vouched) {
        for (;;) {
          const renewed = await renewBatch(deps, column)
          all += renewed
          // Nothing more, or nothing but what does not hold: that stays and is counted as left.
          if (renewed === 0) break
        }
      }
      return all
    },
    rotate: async place => {
      const made = await addSecretVersion(place)
      await deps.db.inTransaction(tx => record(deps, tx, 'secret.rotated', String(made.version)))
      return made
    },
  }
}
