export type Face = 'regular' | 'bold'

/** One thing on the page; `y` counts from the top of its strip, `x` from the left edge of the text. */
export type Stroke =
  | {
      readonly kind: 'text'
      readonly text: string
      readonly x: number
      readonly y: number
      readonly size: number
      readonly face: Face
      readonly colour: string
      /** Points put between signs so that the line fills its width. */
      readonly spread: number
    }
  | {
      readonly kind: 'rule'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly thick: number
      readonly colour: string
    }
  | {
      readonly kind: 'box'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
    }
  | { readonly kind: 'seal'; readonly x: number; readonly y: number; readonly across: number }

/** A piece of a page that is never torn. */
export type Strip = {
  readonly height: number
  readonly strokes: readonly Stroke[]
  /** Drawn again at the top of every page that the table goes on to. */
  readonly repeat?: Strip
}

export type Page = readonly Stroke[]
