import { ownSeals } from '../platform/crypto'

export const vouchedLedger = [
  ownSeals({ name: '导出线索台账的理由', table: 'ledger_exports', column: 'sealed_reason' }),
]
