/**
 * A receipt code: 23 random digits and a check digit. Damm's scheme catches every single wrong digit
 * and every two neighbours that changed places.
 */
export type ReceiptCode = string & { readonly [brand]: 'ReceiptCode' }
declare const brand: unique symbol

export type CodeRead =
  | { readonly ok: true; readonly code: ReceiptCode }
  /** slip: it has the length of a code, but the check digit says that it was mistyped. */
  | { readonly ok: false; readonly slip: boolean }

export const randomDigits = 23
const codeLength = randomDigits + 1
/** Longer than any honest way of writing 24 digits down. */
export const longestInput = 200

/** The quasigroup of H. M. Damm's thesis (2004): weakly totally anti-symmetric, zero diagonal. */
const damm = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const

const checkDigit = (digits: string): string =>
  Array.from(digits).reduce((interim, digit) => damm[Number(interim)]?.[Number(digit)] ?? '', '0')

export const completeCode = (digits: string): ReceiptCode =>
  `${digits}${checkDigit(digits)}` as ReceiptCode

/** Full-width digits, blanks of any kind, dashes and dots are how people write; they mean nothing. */
export const normalise = (text: string): string =>
  text.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}\u2212ー_.·・,，、]/gu, '')

export const readCode = (text: string): CodeRead => {
  if (text.length > longestInput) return { ok: false, slip: false }
  const digits = normalise(text)
  if (!/^[0-9]+$/.test(digits) || digits.length !== codeLength) return { ok: false, slip: false }
  // With the check digit appended, the whole comes to zero.
  if (checkDigit(digits) !== '0') return { ok: false, slip: true }
  return { ok: true, code: digits as ReceiptCode }
}

/** 1234 5678 … as it is printed and read aloud. */
export const inGroups = (code: string): string => (code.match(/.{4}/g) ?? []).join(' ')
