import type { Span } from '../platform/periods.rules'
import type { Fen } from '../vocabulary/money'

export const whats = [
  'received',
  'step',
  'decided',
  'clock-met',
  'clock-late',
  'clock-open',
  'clock-paused',
  'recovered',
  'fined',
] as const
export type What = (typeof whats)[number]

/** How often something happened in a group, and within one slice of it. */
export type Count = {
  readonly group: string
  readonly slice: string
  readonly what: What
  readonly code: string
  readonly number: number
  readonly fen: Fen
}

/** Columns of the tables. Money has how many entries it is made of. */
export const measures = [
  'received',
  'takenOver',
  'refused',
  'filed',
  'notFiled',
  'decided',
  'found',
  'closed',
  'met',
  'missed',
  'recovered',
  'fined',
] as const
export type Measure = (typeof measures)[number]

export const dimensions = ['body', 'month', 'behaviour', 'source'] as const
export type Dimension = (typeof dimensions)[number]
export type SliceDimension = Exclude<Dimension, 'month'>

export type StatisticsWish = {
  /** m2026-11, q2026-4, y2026 or days */
  readonly period: string
  readonly span: Span
  readonly by: Dimension
  readonly slice: { readonly of: SliceDimension; readonly value: string } | undefined
}
