import { dayInWords } from '../platform/clock'
import { type Choices, nameOf } from './choices'
import type { Entry } from './entry'
import type { Draft } from './entry.rules'

/** A decision as anybody reads it: the same on the public page, in the preview and at the desk. */
export const toSheet = (
  draft: Draft,
  { choices, body }: { readonly choices: Pick<Choices, 'kinds'>; readonly body: string },
) => ({
  kind: nameOf(choices.kinds, draft.kind),
  institution: draft.institution,
  facts: [
    { name: '文号', words: draft.number },
    { name: '作出决定的单位', words: body },
    { name: '决定日期', words: dayInWords(draft.decidedOn) },
  ],
  paragraphs: linesOf(draft.body),
  articles: linesOf(draft.articles),
})

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map(one => one.trim())
    .filter(one => one !== '')

/** What a reader is told of a decision that no longer holds and is still there. */
export const toldOf = ({ grounds }: Pick<Choices, 'grounds'>, { changeGround }: Entry): string =>
  grounds.find(({ code }) => code === changeGround)?.told ?? '这份决定已经变更。'
