import { caseHref } from '../vocabulary/staff-paths'

/** The page of one clock. */
export const clockHref = (caseId: string, deadlineId: string, done = ''): string =>
  `${caseHref(caseId)}/deadlines/${deadlineId}${done === '' ? '' : `?done=${done}`}`
