/** What the eye passes over between the signs of a word: blanks, marks, punctuation, whatever draws nothing. */
const passedOver = /[^\p{L}\p{N}]|\p{Default_Ignorable_Code_Point}/u

export type Folded = {
  readonly folded: string
  /** Where the sign behind each unit of `folded` begins and ends in the text. */
  readonly from: readonly number[]
  readonly to: readonly number[]
}

/**
 * Letters and digits alone, in their plain form (NFKD): two spellings of one word are the same, whatever stands between
 * its signs or is drawn on them.
 */
export const foldSigns = (text: string): Folded => {
  const from: number[] = []
  const to: number[] = []
  let folded = ''
  let at = 0
  for (const sign of text) {
    for (const plain of sign.normalize('NFKD').toLowerCase()) {
      if (passedOver.test(plain)) continue
      folded += plain
      from.push(...Array.from({ length: plain.length }, () => at))
      to.push(...Array.from({ length: plain.length }, () => at + sign.length))
    }
    at += sign.length
  }
  return { folded, from, to }
}
