import { ownSeals, vouchedPublicKeys, vouchedSeals, type Vouched } from '../platform/crypto'
import type { StaffId } from '../vocabulary/ids'
import { ownerOfRecoveryKey, ownerOfStaffKey } from './staff-keys.service'

const base64url = (bytes: unknown): string =>
  Buffer.isBuffer(bytes) ? bytes.toString('base64url') : ''

/** What the installation vouches for in this room. */
export const vouchedAccounts: readonly Vouched[] = [
  vouchedPublicKeys({
    name: '工作人员的公钥',
    table: 'staff',
    keys: ['id'],
    ownerOf: ({ id }) => ownerOfStaffKey(String(id) as StaffId),
  }),
  ownSeals({ name: '提醒邮箱', table: 'staff', column: 'sealed_email' }),
  vouchedPublicKeys({
    name: '恢复密钥',
    table: 'recovery_keys',
    keys: ['version'],
    ownerOf: ({ version }) => ownerOfRecoveryKey(Number(version)),
  }),
  vouchedSeals({
    name: '通行密钥',
    table: 'passkeys',
    keys: ['id'],
    columns: ['public_key', 'staff_id', 'credential_id'],
    mac: 'public_key_mac',
    ownerOf: row =>
      `passkey:${String(row['id'])}:${String(row['staff_id'])}:${base64url(row['credential_id'])}`,
  }),
]
