import type { Fen } from '../vocabulary/money'

export type FindingTotals = {
  readonly loss: Fen
  readonly otherLoss: Fen
  readonly voluntary: Fen
  readonly recovered: Fen
  readonly fined: Fen
  readonly deducted: Fen
}

/** Multiples of the loss in percent, or sums in yuan. */
export type Band =
  | { readonly of: 'loss'; readonly fromPercent: number; readonly toPercent: number }
  | { readonly of: 'sum'; readonly fromYuan: number; readonly toYuan: number }

type Amounts = { readonly loss: Fen; readonly otherLoss: Fen; readonly fine: Fen }
type Banded = { readonly band: Band | undefined } | undefined
type Sums = Pick<FindingTotals, 'voluntary' | 'recovered' | 'deducted'> & {
  readonly items: readonly Amounts[]
}

/** From the check until the finding goes to review or decision. Whoever wants to change it then has it sent back. */
const writableStates: readonly string[] = ['checking', 'filed', 'investigating']

export const isWritable = (state: string): boolean => writableStates.includes(state)

const sum = (amounts: readonly Fen[]): Fen => amounts.reduce((total, one) => total + one, 0n)

export const totalsOf = ({ items, voluntary, recovered, deducted }: Sums): FindingTotals => ({
  loss: sum(items.map(({ loss }) => loss)),
  otherLoss: sum(items.map(({ otherLoss }) => otherLoss)),
  voluntary,
  recovered,
  fined: sum(items.map(({ fine }) => fine)),
  deducted,
})

const YUAN = 100n

/** Both ends belong to the band. */
export const bandOf = (band: Band, loss: Fen): { readonly from: Fen; readonly to: Fen } =>
  band.of === 'sum'
    ? { from: BigInt(band.fromYuan) * YUAN, to: BigInt(band.toYuan) * YUAN }
    : { from: ceilPercent(loss, band.fromPercent), to: (loss * BigInt(band.toPercent)) / 100n }

/** The lower end is not undercut by a part of a fen. */
const ceilPercent = (loss: Fen, percent: number): Fen => (loss * BigInt(percent) + 99n) / 100n

/** Without a fine there is no penalty that could lie outside. Where the law has no fine, every one does. */
export const isOutside = ({ loss, otherLoss, fine }: Amounts, law: Banded): boolean => {
  if (fine === 0n) return false
  if (law?.band === undefined) return true
  const { from, to } = bandOf(law.band, loss + otherLoss)
  return fine < from || fine > to
}

export const outsideOf = (items: readonly Amounts[], laws: readonly Banded[]): number[] =>
  items.flatMap((item, at) => (isOutside(item, laws[at]) ? [at] : []))

/** As what the case may be decided, going by the finding; the officers choose. */
export const suggestOutcome = (
  totals: Pick<FindingTotals, 'fined' | 'deducted'>,
  { items }: { readonly items: readonly unknown[] },
): 'penalty' | 'agreement' | 'no-penalty' | 'dropped' => {
  if (totals.fined > 0n) return 'penalty'
  if (totals.deducted > 0n) return 'agreement'
  return items.length > 0 ? 'no-penalty' : 'dropped'
}

type MoneyOf = { readonly money: 'recovery' | 'fine' | 'deduction' | undefined }

/** What the finding asks to be done and no item answers: nothing decided is left without somebody who does it. */
export const missingMeasures = (
  { loss, otherLoss, fined, deducted }: FindingTotals,
  measures: readonly MoneyOf[],
): ('recovery' | 'fine' | 'deduction')[] => {
  const wanted = [
    ['recovery', loss + otherLoss],
    ['fine', fined],
    ['deduction', deducted],
  ] as const
  return wanted
    .filter(([what, amount]) => amount > 0n && !measures.some(({ money }) => money === what))
    .map(([what]) => what)
}

/** The places of the form that carry an item, in their order. */
export const placesIn = (typed: Readonly<Record<string, string>>): number[] =>
  Object.keys(typed)
    .flatMap(name => /^code_([1-9]\d{0,2})$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other)

/** Says which change of a measure a form was drawn after. */
export const changeMark = (changes: readonly { readonly id: string }[]): string =>
  changes.at(-1)?.id ?? 'none'
