import { ownSeals } from '../platform/crypto'

/** What the installation sealed for itself in this room. */
export const vouchedRelations = [
  ownSeals({ name: '申报的回避关系', table: 'staff_relations', column: 'sealed_relation' }),
] as const
