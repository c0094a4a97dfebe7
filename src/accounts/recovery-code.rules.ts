export const CODES = 10
/** Twelve digits, so that the field and the keyboard of the app's six digits take them too. */
export const CODE_DIGITS = 12

export const isRecoveryCode = (typed: string): boolean => /^\d{12}$/.test(typed)

/** As it is printed and read out: 1234 5678 9012. */
export const inGroups = (code: string): string => (code.match(/.{4}/g) ?? []).join(' ')
