import { createRewardClocks } from '../awards'
import {
  createBoard,
  createFindingChecks,
  createFindings,
  createIdentifying,
  createLedgers,
  createMeasures,
  type Findings,
} from '../findings'
import { createHandingChecks } from '../handing'
import { createProceedings } from '../proceedings'
import { createRegister } from '../register'
import { createStepPages } from '../steps'
import { orWasTransferred } from '../transfers'
import { buildReviewChecks } from './file-rooms'
import { seeFinding } from './reward-rooms'

type ClockDeps = Omit<Parameters<typeof createRewardClocks>[0], 'seeFinding'>

type Deps = ClockDeps &
  Omit<Parameters<typeof createFindings>[0], 'isBeingDecided'> &
  Omit<Parameters<typeof createMeasures>[0], 'findings' | 'isBeingDecided'> &
  Omit<Parameters<typeof createIdentifying>[0], 'isBeingDecided'> &
  Omit<Parameters<typeof createProceedings>[0], 'checks' | 'after'> &
  Omit<Parameters<typeof createStepPages>[0], 'proceedings'> &
  Parameters<typeof createRegister>[0]

/**
 * What takes a case along its course, and what was found out on the way: the steps ask whether there is a finding,
 * and the finding stays as it is from when somebody asks for a decision on it.
 */
export const buildCourseRooms = (deps: Deps) => {
  const isBeingDecided: Findings['isBeingDecided'] = async (tx, key, caseId) => {
    const asked = await proceedings.latestProposal(tx, key, caseId)
    return asked?.state === 'asked' && asked.action === 'decide'
  }
  const findings = createFindings({ ...deps, isBeingDecided })
  const rooms = { ...deps, isBeingDecided, findings }
  const measures = createMeasures(rooms)
  const identifying = createIdentifying(rooms)
  const register = createRegister(deps)
  const rewardClocks = createRewardClocks({ ...deps, seeFinding: seeFinding(findings) })
  const findingChecks = createFindingChecks({ findings, measures })
  const proceedings = createProceedings({
    ...deps,
    checks: {
      ...findingChecks,
      'discipline-told': orWasTransferred(findingChecks['discipline-told']),
      ...buildReviewChecks({ ...deps, findings, measures }),
      ...createHandingChecks(),
    },
    after: {
      decide: async (tx, key, caseId) => {
        await findings.settle(tx, key, caseId)
        await rewardClocks.begin(tx, key, caseId)
      },
      // What was published of a decision no longer holds.
      reopen: (tx, _key, caseId) => register.writing.overturn(tx, caseId),
    },
  })
  return {
    proceedings,
    register,
    identifying,
    stepPages: createStepPages({ ...deps, proceedings }),
    findings,
    measures,
    ledgers: createLedgers(rooms),
    measureBoard: createBoard(rooms),
  }
}
