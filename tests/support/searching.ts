import type { CaseId } from '../../src/vocabulary/ids'
import type { Answer } from './client'
import type { Officer } from './people'
import type { Site } from './site'
import type { SignedIn } from './visitors'

/** Types the words into the page and reads what comes. */
export const searchFor = async (visitor: SignedIn, q: string): Promise<Answer> =>
  visitor.submit(
    await visitor.open('/staff/search'),
    { q },
    { form: 'form[action="/staff/search"]' },
  )

/** The cases on the page, by the words of their links. */
export const hitsOf = ({ $ }: Answer): string[] =>
  $('[data-test=hit] .st-case')
    .map((_, link) => $(link).text().replace(/\s+/g, ' ').trim())
    .get()

/** What an officer's opening of a case does, without its page. */
export const openCase = async (
  { house }: Site,
  { actor, keys }: Officer,
  ...ids: readonly CaseId[]
): Promise<void> => {
  const { db, desks, cases, search } = house
  for (const id of ids)
    await db.inTransaction(async tx => {
      const found = await cases.get(tx, id)
      const caseKey = await cases.keyOf(tx, await desks.holdersOf(tx, keys), id)
      await search.note(tx, { actor, keys }, { found, caseKey })
    })
}
