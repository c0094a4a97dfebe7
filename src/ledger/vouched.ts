import { ownSeals } from '../platform/crypto'

export const vouchedLedger = [
  ownSeals({ name: '导出线索台账的理由', table: 'ledger_exports', column: 'sealed_reason' }),
  ownSeals({ name: '台账格式的名字', table: 'ledger_layouts', column: 'sealed_name' }),
]
