import shipped from './data/safety-sentences.json'

/** One thing this product says it does, and what shows that it does it. */
export type SafetySentence = {
  readonly id: string
  readonly title: string
  readonly text: string
  /** Printed on the home page as well. */
  readonly home: boolean
  /** Number in design/promises.md. */
  readonly promise: number
  /** The test that fails when the sentence stops being true. */
  readonly test: string | null
}

export type SafetyValues = { readonly followMinutes: number }

export const safetySentences: readonly SafetySentence[] = shipped

/** @throws RangeError for a blank that nobody fills, so that no page prints `{name}` */
export const fillSentence = (text: string, values: SafetyValues): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = new Map<string, number>(Object.entries(values)).get(name)
    if (value === undefined) throw new RangeError(`nothing fills ${name}`)
    return String(value)
  })
