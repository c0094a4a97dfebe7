import { createAwards } from '../awards'
import type { Findings } from '../findings'

type Deps = Omit<Parameters<typeof createAwards>[0], 'seeFinding'> & {
  readonly findings: Pick<Findings, 'readFinding'>
}

/** From the decision on a case to money that has arrived. */
export const buildRewardRooms = (deps: Deps) => {
  const { findings } = deps
  const awards = createAwards({
    ...deps,
    seeFinding: async (tx, key, caseId) => {
      const found = await findings.readFinding(tx, key, caseId)
      if (found === undefined) return undefined
      const { decidedOn, content, totals } = found
      return { decidedOn, match: content.match, loss: totals.loss }
    },
  })
  return { awards }
}
