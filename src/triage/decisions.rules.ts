/** Characters as a person counts them, without the blanks at both ends. */
export const lengthOf = (text: string): number => Array.from(text.trim()).length

/** The address of a case, with the list it was reached from. */
export const caseHref = (caseId: string, extra: Readonly<Record<string, string>> = {}): string => {
  const query = new URLSearchParams(
    Object.entries(extra).filter(([, value]) => value !== ''),
  ).toString()
  return query === '' ? `/staff/cases/${caseId}` : `/staff/cases/${caseId}?${query}`
}
