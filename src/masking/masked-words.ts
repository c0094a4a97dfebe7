import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import { copiedWords, copyFinderOf } from './copied-words'
import type { OpenCase } from './masking'
import type { Masking } from './masking.service'

type Faults = Readonly<Record<string, string>>

/** What was typed repeats what is masked in the case. Which words, stands apart: to be drawn, never logged. */
class MaskedWords extends KnownError {
  readonly faults: Faults

  constructor(faults: Faults) {
    super('refused', 'words.masked')
    this.faults = faults
  }
}

/** Asked by every service before it seals prose that goes on paper or reaches others. @throws MaskedWords, by field */
export const assertUnmasking = async (
  masking: Pick<Masking, 'maskOf'>,
  tx: Tx,
  open: OpenCase,
  typed: Readonly<Record<string, string | undefined>>,
): Promise<void> => {
  const written = Object.entries(typed).filter(([, words]) => words !== undefined && words !== '')
  if (written.length === 0) return
  const { hits } = await masking.maskOf(tx, open)
  const found = written
    .map(([field, words = '']) => [field, hits(words)] as const)
    .filter(([, words]) => words.length > 0)
  if (found.length > 0) throw new MaskedWords(Object.fromEntries(found.map(inWords)))
}

/**
 * The same for what repeats, word for word, what a reporter of the case wrote: asked before anything of it reaches those
 * who may not open the case. @throws MaskedWords, by field
 */
export const assertUncopied = async (
  masking: Pick<Masking, 'read'>,
  tx: Tx,
  open: OpenCase,
  typed: Readonly<Record<string, string>>,
): Promise<void> => {
  const find = await copyFinderOf(masking, tx, open)
  const found = Object.entries(typed)
    .map(([field, words]) => [field, copiedWords(find(words))] as const)
    .filter(([, words]) => words !== '')
  if (found.length > 0) throw new MaskedWords(Object.fromEntries(found))
}

const inWords = ([field, words]: readonly [string, readonly string[]]): [string, string] => [
  field,
  `这里写了遮挡的内容：${words.join('、')}。请换一种写法；确实要写的，请受理岗位先在“设置遮挡”里放开`,
]

/** What to draw beside which field; anything else is thrown on. */
export const maskedFaults = (error: unknown): Faults => {
  if (error instanceof MaskedWords) return error.faults
  throw error
}
