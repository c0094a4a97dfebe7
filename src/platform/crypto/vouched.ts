import type { Installation } from './installation'

type Row = Readonly<Record<string, unknown>>

/**
 * One column of MACs (or of what the service seals for itself), whose first two bytes name the version of the
 * installation secret. What an earlier version vouched for is vouched for anew by the newest, where it still holds.
 */
export type Vouched = {
  /** As lists for people call it. */
  readonly name: string
  readonly table: string
  readonly keys: readonly string[]
  /** What is read beside the keys and the column itself. */
  readonly columns: readonly string[]
  readonly mac: string
  /** The column's new bytes; undefined when the old ones do not hold: those are left for somebody to look at. */
  readonly renew: (installation: Installation, row: Row) => Buffer | undefined
}

type Described = Pick<Vouched, 'name' | 'table' | 'keys'> & {
  readonly ownerOf: (row: Row) => string
}

const bytesIn = (row: Row, column: string): Buffer => {
  const value = row[column]
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0)
}

const attempt = (work: () => Buffer): Buffer | undefined => {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** `public_key` and `public_key_mac`. */
export const vouchedPublicKeys = ({ ownerOf, ...rest }: Described): Vouched => ({
  ...rest,
  columns: ['public_key'],
  mac: 'public_key_mac',
  renew: (installation, row) =>
    attempt(() => {
      const key = bytesIn(row, 'public_key')
      installation.checkPublicKey(key, ownerOf(row), bytesIn(row, 'public_key_mac'))
      return installation.macPublicKey(key, ownerOf(row))
    }),
})

/** Bytes that this service itself sealed or wrote, and their MAC. */
export const vouchedSeals = ({
  ownerOf,
  columns,
  mac,
  ...rest
}: Described & Pick<Vouched, 'columns' | 'mac'>): Vouched => ({
  ...rest,
  columns,
  mac,
  renew: (installation, row) => {
    const sealed = bytesIn(row, columns[0] ?? '')
    const holds = installation.sealHolds(sealed, ownerOf(row), bytesIn(row, mac))
    return holds ? installation.macSeal(sealed, ownerOf(row)) : undefined
  },
})

/** What the service seals for itself. */
export const ownSeals = ({
  name,
  table,
  column,
}: {
  readonly name: string
  readonly table: string
  readonly column: string
}): Vouched => ({
  name,
  table,
  keys: ['id'],
  columns: [],
  mac: column,
  renew: (installation, row) =>
    attempt(() => {
      const place = { table, column, row: String(row['id']) }
      return installation.sealOwn(place, installation.openOwn(place, bytesIn(row, column)))
    }),
})
