import { createAwards } from '../awards'
import type { Findings } from '../findings'
import type { Identities } from '../identity'
import { createPayouts } from '../payouts'

type AwardDeps = Parameters<typeof createAwards>[0]
type PayoutDeps = Parameters<typeof createPayouts>[0]

type Deps = Omit<AwardDeps, 'seeFinding'> &
  Omit<PayoutDeps, 'awards' | 'compareIdentity'> & {
    readonly findings: Pick<Findings, 'readFinding'>
    readonly identities: Pick<Identities, 'compare'>
  }

/** What an award and its clocks ask of the finding. */
export const seeFinding =
  (findings: Pick<Findings, 'readFinding'>): AwardDeps['seeFinding'] =>
  async (tx, key, caseId) => {
    const found = await findings.readFinding(tx, key, caseId)
    if (found === undefined) return undefined
    const { decidedOn, content, totals } = found
    return { decidedOn, match: content.match, loss: totals.loss }
  }

/** From the decision on a case to money that has arrived. */
export const buildRewardRooms = (deps: Deps) => {
  const awards = createAwards({ ...deps, seeFinding: seeFinding(deps.findings) })
  return {
    awards,
    payouts: createPayouts({ ...deps, awards, compareIdentity: deps.identities.compare }),
  }
}
