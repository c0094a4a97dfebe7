import type { StaffActor } from '../vocabulary/actor'
import { isAllowed, type Permission } from '../vocabulary/permission'

/** The lists of the board, what waits first. */
export const boardLists = ['approve', 'answer', 'mine', 'organisation', 'desk'] as const
export type BoardList = (typeof boardLists)[number]

const permissionOf: Record<BoardList, Permission> = {
  approve: 'identity.approve',
  answer: 'identity.answer',
  mine: 'identity.ask',
  organisation: 'identity.approve',
  desk: 'identity.answer',
}

export const listsOf = (actor: StaffActor): BoardList[] =>
  boardLists.filter(list => isAllowed(actor, permissionOf[list]))

/** How many requests one page of the board shows. */
export const BOARD_PAGE = 25
