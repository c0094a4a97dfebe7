/** A part of one, written out: "0.015". Sums are in yuan. Documented, shape by shape, in docs/reward-rules.md. */
type Rate = string
type Yuan = number

/** Where a bracket ends: "up to and including" (upper), or "from and including … below" (lower). */
type BracketEdge = 'upper' | 'lower'

type Span = { from: Yuan; to: Yuan | null }

/** A rate that no text at hand shows is null: nothing is calculated with it, and it is named. */
type Bracket = Span & { rate: Rate | null }
type Graded = { name: string; test?: string | undefined }
type Grade = Graded & { rate: Rate | null; least?: Yuan | undefined }

export type RewardFormula =
  /** Says that there is a reward, and leaves how much to others or to a text that is not at hand. */
  | { shape: 'frame'; missing: string }
  | { shape: 'flat'; rate: Rate }
  /** Each rate on its own slice. */
  | { shape: 'segmented'; edge: BracketEdge; brackets: Bracket[] }
  | {
      shape: 'segmented-by-grade'
      edge: BracketEdge
      grades: (Graded & { brackets: Bracket[] })[]
    }
  | { shape: 'flat-by-grade' | 'flat-by-nature'; grades: Grade[] }
  /** One rate on the whole, by the bracket in which the whole lies. */
  | { shape: 'flat-by-bracket'; edge: BracketEdge; brackets: Bracket[] }
  | {
      shape: 'flat-by-subject'
      edge: BracketEdge
      subjects: {
        subject: 'unit' | 'individual'
        who: string[]
        brackets: (Bracket & { least?: Yuan | undefined; add?: Yuan | undefined })[]
      }[]
    }
  /** A sum, and a rate on the whole beside it. */
  | {
      shape: 'fixed-steps'
      edge: BracketEdge
      brackets: (Span & { fixed: Yuan; rate?: Rate | undefined })[]
    }
  /** At most that much; that much where nobody says less. */
  | { shape: 'up-to'; ceiling: Rate }
  /** An officer chooses within the range of the grade. */
  | { shape: 'range-by-grade'; grades: (Graded & { from: Rate; to: Rate })[] }

/** More for who works or worked there, or for a competitor. */
export type RewardUplift =
  | { kind: 'multiplier'; who: string; times: string; least?: Yuan | undefined }
  | { kind: 'points'; who: string; points: Rate }
  | { kind: 'grade'; who: string; becomes: { grade: string; raised: string }[] }
  | { kind: 'unknown'; who: string; missing: string }

export const rewardSteps = ['rate', 'uplift', 'floor', 'cap'] as const

type Term = { length: number; unit: 'working' | 'natural' | 'months'; from: string }

/** A sum that somebody worked out by hand, in yuan: the rule is tried on it before it becomes law. */
type RewardCase = {
  caseValue: string
  grade?: string | undefined
  subject?: 'unit' | 'individual' | undefined
  insider?: boolean | undefined
  rate?: string | undefined
  reward: string
}

/** How much a place pays, and until when. */
export type RewardRule = {
  title: string
  /** The document's number, as its text has it. */
  document: string | null
  issued: string | null
  /** What the case value is. */
  basis: string
  /** Only a confirmed rule is chosen for real cases; the others can be looked at and tried. */
  standing: 'confirmed' | 'uncertain' | 'draft'
  /** The day by which the rule is chosen. */
  chosenBy: 'report' | 'decision'
  formula: RewardFormula
  floor: Yuan | null
  cap: Yuan | null
  /** In which order they are done; the shares come first. */
  steps: (typeof rewardSteps)[number][]
  rounding: 'half-up' | 'down'
  uplift: RewardUplift | null
  /** A fixed sum where the fund lost nothing. */
  withoutLoss: { from: Yuan; to: Yuan; on: boolean } | null
  start: Term | null
  claim: Term | null
  articles?: Record<string, string> | undefined
  cases?: RewardCase[] | undefined
  note?: string | undefined
}
