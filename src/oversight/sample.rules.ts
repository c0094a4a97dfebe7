export const sampleKinds = ['all', 'with', 'without'] as const
export type SampleKind = (typeof sampleKinds)[number]

/** Ends for which something was found. */
const found = ['penalty', 'agreement', 'crime-transfer']
/** Ends that are no end of the matter: it went to somebody else, or into another case. */
const elsewhere = ['handed-over', 'redirected', 'merged']

/** Whether a case that ended so belongs into the pool of that kind. */
export const outcomesOf = (kind: SampleKind, all: readonly string[]): string[] => {
  const here = all.filter(one => !elsewhere.includes(one))
  if (kind === 'all') return here
  return here.filter(one => found.includes(one) === (kind === 'with'))
}

export const sampleLabel = (year: number, serial: number): string => `抽查〔${year}〕${serial} 号`
