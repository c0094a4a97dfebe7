import { ownSeals } from '../platform/crypto'

/** What the installation sealed for itself in this room. */
export const vouchedTriage = [
  ownSeals({ name: '存下的视图的名字', table: 'saved_views', column: 'sealed_name' }),
] as const
