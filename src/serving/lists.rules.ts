import type { StaffActor } from '../vocabulary/actor'
import { isAllowed, type Permission } from '../vocabulary/permission'

/** The lists of letters, what waits first. */
export const letterLists = ['waiting', 'mine', 'desk'] as const
export type LetterList = (typeof letterLists)[number]

const permissionOf: Record<LetterList, Permission> = {
  waiting: 'letter.serve',
  mine: 'letter.draft',
  desk: 'letter.serve',
}

export const listsOf = (actor: StaffActor): LetterList[] =>
  letterLists.filter(list => isAllowed(actor, permissionOf[list]))

/** How many letters one page shows. */
export const LETTERS_PAGE = 25

/** Nobody needs to know how many more than a hundred wait. */
export const COUNTED = 100
