import { vouchedPublicKeys, type Vouched } from '../platform/crypto'

/** What the installation vouches for in this room. */
export const vouchedReports: readonly Vouched[] = [
  vouchedPublicKeys({
    name: '举报的公钥',
    table: 'reports',
    keys: ['id'],
    ownerOf: ({ id }) => `reporter:${String(id)}`,
  }),
]
