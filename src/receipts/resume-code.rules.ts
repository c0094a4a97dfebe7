import { longestInput, normalise } from './code.rules'

/** Opens a draft again: sixteen random digits. No check digit: every wrong one is answered alike. */
export type ResumeCode = string & { readonly [brand]: 'ResumeCode' }
declare const brand: unique symbol

export const resumeDigits = 16

/** Undefined when it has not the length of a code: that is a slip, told at once. */
export const readResumeCode = (text: string): ResumeCode | undefined => {
  if (text.length > longestInput) return undefined
  const digits = normalise(text)
  return /^[0-9]+$/.test(digits) && digits.length === resumeDigits
    ? (digits as ResumeCode)
    : undefined
}
