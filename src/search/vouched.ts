import { vouchedSeals, type Vouched } from '../platform/crypto'

/** What the installation vouches for in this room. */
export const vouchedSearch: readonly Vouched[] = [
  vouchedSeals({
    name: '检索密钥的封条',
    table: 'search_seals',
    keys: ['key_id', 'recipient_kind', 'recipient_id', 'version'],
    columns: ['sealed'],
    mac: 'sealed_mac',
    ownerOf: row =>
      `search-seal:${String(row['key_id'])}:${String(row['recipient_kind'])}:${String(row['recipient_id'])}:${String(row['version'])}`,
  }),
]
