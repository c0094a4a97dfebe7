/** 医保举〔2026〕00318 */
export const caseLabel = (year: number, serial: number): string =>
  `医保举〔${year}〕${serial.toString().padStart(5, '0')}`

/** 〔2026〕00318, for lists. */
export const shortLabel = (year: number, serial: number): string =>
  `〔${year}〕${serial.toString().padStart(5, '0')}`
