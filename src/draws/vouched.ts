import { ownSeals } from '../platform/crypto'

/** What the installation sealed for itself in this room; it goes when the seed is shown. */
export const vouchedDraws = [
  ownSeals({ name: '还没有公开的抽取种子', table: 'draws', column: 'sealed_seed' }),
] as const
