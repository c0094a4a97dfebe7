/** All that is taken back or put back; a name that was given stays given. */
export const withdrawals = [
  'reward-withdrawn',
  'reward-restored',
  'contact-withdrawn',
  'contact-restored',
  'report-withdrawn',
  'report-restored',
] as const

/** What a reporter may change after reporting. */
export const amendments = ['named', ...withdrawals] as const
export type AmendmentKind = (typeof amendments)[number]

/** What was said in the report itself, before any change. */
type Told = {
  readonly identity: 'anon' | 'anon-claim' | 'named'
  readonly contactOk: '' | 'yes' | 'no'
}

/** How things stand today with one report. */
export type Standing = {
  readonly identity: Told['identity']
  readonly reward: 'none' | 'wished' | 'withdrawn'
  readonly contact: 'allowed' | 'declined'
  readonly withdrawn: boolean
}

type Step = (standing: Standing) => Standing | undefined

/** The standing after each change; undefined where there is nothing to change any more. */
const steps: Readonly<Record<AmendmentKind, Step>> = {
  named: now =>
    now.identity === 'named'
      ? undefined
      : {
          ...now,
          identity: 'named',
          reward: now.reward === 'none' ? 'wished' : now.reward,
        },
  'reward-withdrawn': now =>
    now.reward === 'wished' ? { ...now, reward: 'withdrawn' } : undefined,
  'reward-restored': now => (now.reward === 'withdrawn' ? { ...now, reward: 'wished' } : undefined),
  'contact-withdrawn': now =>
    now.contact === 'allowed' ? { ...now, contact: 'declined' } : undefined,
  'contact-restored': now =>
    now.contact === 'declined' ? { ...now, contact: 'allowed' } : undefined,
  'report-withdrawn': now => (now.withdrawn ? undefined : { ...now, withdrawn: true }),
  'report-restored': now => (now.withdrawn ? { ...now, withdrawn: false } : undefined),
}

const atFirst = ({ identity, contactOk }: Told): Standing => ({
  identity,
  // Whoever gave a name may be paid; whoever gave neither name nor claim word may not.
  reward: identity === 'anon' ? 'none' : 'wished',
  contact: contactOk === 'no' ? 'declined' : 'allowed',
  withdrawn: false,
})

export const standingOf = (told: Told, changes: readonly AmendmentKind[]): Standing =>
  changes.reduce((now, kind) => steps[kind](now) ?? now, atFirst(told))

/** undefined: it is so already, or there is nothing that it could change. */
export const amended = (standing: Standing, kind: AmendmentKind): Standing | undefined =>
  steps[kind](standing)

/** What can be chosen now, in the order in which pages show it. */
export const possibleAmendments = (standing: Standing): AmendmentKind[] =>
  amendments.filter(kind => steps[kind](standing) !== undefined)
