import { caseHref } from '../vocabulary/staff-paths'

/** The page of one clock. */
export const clockHref = (caseId: string, deadlineId: string, done = ''): string =>
  `${caseHref(caseId)}/deadlines/${deadlineId}${done === '' ? '' : `?done=${done}`}`

/** Where an officer enters the beginning of a clock. */
export const clockStartHref = (caseId: string): string => `${caseHref(caseId)}/clocks/new`
