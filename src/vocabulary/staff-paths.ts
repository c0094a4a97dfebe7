/** A list of this site as a way back, and nothing else: no other host, no other page. */
const queuePath = /^\/staff\/queue(\?[\w=&%.+*~-]*)?$/

/** '' when it is not the address of the list. */
export const readQueuePath = (text: unknown): string =>
  typeof text === 'string' && text.length <= 1000 && queuePath.test(text) ? text : ''

/** The address of a case, with what should be kept in it; empty values are left out. */
export const caseHref = (caseId: string, kept: Readonly<Record<string, string>> = {}): string => {
  const query = new URLSearchParams(
    Object.entries(kept).filter(([, value]) => value !== ''),
  ).toString()
  return query === '' ? `/staff/cases/${caseId}` : `/staff/cases/${caseId}?${query}`
}

/** Characters as a person counts them, without the blanks at both ends. */
export const lengthOf = (text: string): number => Array.from(text.trim()).length
