import { createAwards } from '../awards'
import type { Findings } from '../findings'
import type { Identities } from '../identity'
import { createPayouts } from '../payouts'
import { KnownError } from '../platform/errors'
import type { ReportId } from '../vocabulary/ids'

type AwardDeps = Parameters<typeof createAwards>[0]
type PayoutDeps = Parameters<typeof createPayouts>[0]

type Deps = Omit<AwardDeps, 'seeFinding'> &
  Omit<PayoutDeps, 'awards' | 'compareIdentity'> & {
    readonly findings: Pick<Findings, 'readFinding'>
    readonly identities: Pick<Identities, 'open'>
  }

const seeFinding =
  ({ findings }: Deps): AwardDeps['seeFinding'] =>
  async (tx, key, caseId) => {
    const found = await findings.readFinding(tx, key, caseId)
    if (found === undefined) return undefined
    const { decidedOn, content, totals } = found
    return { decidedOn, match: content.match, loss: totals.loss }
  }

const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()

/** In the reporter's own session; of the answer, yes or no is kept. A code that an officer has heard opens no name. */
const compareIdentity =
  ({ identities }: Deps): PayoutDeps['compareIdentity'] =>
  async (tx, reporter, { name, idNumber }) => {
    try {
      const known = await identities.open(tx, [reporter], reporter.id as ReportId)
      if (known === undefined) return 'none'
      const isSame = plain(known.name) === plain(name) && plain(known.idNumber) === plain(idNumber)
      return isSame ? 'yes' : 'no'
    } catch (error) {
      if (error instanceof KnownError && error.code === 'identity.at-office') return 'none'
      throw error
    }
  }

/** From the decision on a case to money that has arrived. */
export const buildRewardRooms = (deps: Deps) => {
  const awards = createAwards({ ...deps, seeFinding: seeFinding(deps) })
  return {
    awards,
    payouts: createPayouts({ ...deps, awards, compareIdentity: compareIdentity(deps) }),
  }
}
