import { isOpen, type Case } from '../cases'
import type { ItemWords } from './record'

/** From the day on which handlers work on it until it is put away. */
export const takesRecord = (found: Pick<Case, 'state' | 'handlers'>): boolean =>
  found.handlers > 0 && isOpen(found.state)

/** Several files of one form share its title; each says which of them it is. */
export const titleOf = (typed: string, fileName: string, place: number, of: number): string => {
  const bare = fileName.replace(/\.[^.]+$/, '')
  if (typed === '') return bare
  return of > 1 ? `${typed}（${place + 1}）` : typed
}

/** A picture is one page; of what was written here the printer decides; else what the officers counted. */
export const pagesInWords = ({ pages }: Pick<ItemWords, 'pages'>): string =>
  pages === null ? '' : String(pages)
