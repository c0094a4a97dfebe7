import { vouchedPublicKeys, vouchedSeals, type Vouched } from '../platform/crypto'

/** What the installation vouches for in this room. */
export const vouchedDesks: readonly Vouched[] = [
  vouchedPublicKeys({
    name: '岗位的公钥',
    table: 'desk_keys',
    keys: ['desk_id', 'version'],
    ownerOf: row => `desk:${String(row['desk_id'])}:${String(row['version'])}`,
  }),
  vouchedSeals({
    name: '岗位密钥的封条',
    table: 'desk_seals',
    keys: ['desk_id', 'version', 'staff_id'],
    columns: ['sealed'],
    mac: 'sealed_mac',
    ownerOf: row =>
      `desk-seal:${String(row['desk_id'])}:${String(row['version'])}:${String(row['staff_id'])}`,
  }),
]
