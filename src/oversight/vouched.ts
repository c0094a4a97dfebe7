import { ownSeals } from '../platform/crypto'

/** What the installation sealed for itself in this room; it goes when the seed is shown. */
export const vouchedSamples = [
  ownSeals({ name: '还没有公开的抽查种子', table: 'oversight_samples', column: 'sealed_seed' }),
] as const
