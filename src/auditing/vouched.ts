import { ownSeals, type Vouched } from '../platform/crypto'

/** What the installation seals for itself in this room. */
export const vouchedAuditing: readonly Vouched[] = [
  ownSeals({ name: '导出操作记录的理由', table: 'audit_exports', column: 'sealed_reason' }),
]
