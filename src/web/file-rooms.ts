import { toFindingSummary, type Findings, type Measures } from '../findings'
import {
  createInvestigation,
  createVolume,
  recordKindsIn,
  type VolumeChapter,
} from '../investigation'
import { createLegal, createReviewChapter, createReviewChecks, type FactsOf } from '../legal'
import { dayOf } from '../platform/clock'
import { createTransfers } from '../transfers'

type First<F extends (deps: never) => unknown> = Parameters<F>[0]

type Rooms = { readonly findings: Findings; readonly measures: Measures }

/** What a legal review is told of a case, out of the rooms that know it. */
const factsOf =
  ({ findings, measures }: Rooms): FactsOf =>
  async (tx, { caseId, key }) => {
    const finding = await findings.readFinding(tx, key, caseId)
    return {
      fined: finding?.totals.fined ?? 0n,
      outsideBand: await findings.needsReview(tx, key, caseId),
      measures: await measures.kindsIn(tx, caseId),
      recordKinds: await recordKindsIn(tx, caseId),
      summary: finding === undefined ? [] : summaryOf(finding),
    }
  }

const summaryOf = (finding: Parameters<typeof toFindingSummary>[0]) => {
  const { items, lines } = toFindingSummary(finding, '')
  return [
    ...items.map(({ term, basis, facts, loss, fine }, at) => ({
      name: `认定 ${at + 1}：${term}`,
      words: `${facts}。依据：${basis}。损失 ${loss} 元，罚款 ${fine} 元`,
    })),
    ...lines,
  ]
}

type ChecksDeps = Rooms & Omit<First<typeof createReviewChecks>, 'factsOf'>

/** Before a decision: what the state table asks of the legal review. */
export const buildReviewChecks = (deps: ChecksDeps) =>
  createReviewChecks({ ...deps, factsOf: factsOf(deps) })

/** The finding, as one document of the file: its day and its maker, none of its words. */
const findingChapter =
  ({
    findings,
    accounts,
  }: Rooms & Pick<First<typeof createInvestigation>, 'accounts'>): VolumeChapter =>
  async (tx, { found, key }) => {
    const finding = await findings.readFinding(tx, key, found.id)
    if (finding === undefined) return []
    const names = await accounts.namesOf(tx, [finding.savedBy])
    const remark =
      finding.decidedOn === null
        ? `第 ${finding.version} 版，还没有决定`
        : `第 ${finding.version} 版`
    return [
      {
        ...{ part: 'decision', name: '调查终结认定', pages: '', remark },
        ...{ on: dayOf(finding.savedAt), maker: names.get(finding.savedBy) ?? '同事' },
      },
    ]
  }

type FileDeps = Rooms &
  First<typeof createInvestigation> &
  Omit<First<typeof createVolume>, 'investigation' | 'chapters'>

/** The file of a case as a whole: what was collected, and the contents list. */
export const buildFileRooms = (deps: FileDeps) => {
  const investigation = createInvestigation(deps)
  const chapters = [findingChapter(deps), createReviewChapter(deps)]
  return { investigation, volume: createVolume({ ...deps, investigation, chapters }) }
}

type LegalDeps = Rooms &
  Omit<First<typeof createLegal>, 'take' | 'factsOf'> & {
    readonly proceedings: { readonly take: First<typeof createLegal>['take'] }
  }

const buildLegal = (deps: LegalDeps) =>
  createLegal({ ...deps, take: deps.proceedings.take, factsOf: factsOf(deps) })

/** What a second person agrees to before it counts, or leaves. */
export const buildApprovedRooms = (deps: LegalDeps & First<typeof createTransfers>) => ({
  legal: buildLegal(deps),
  transfers: createTransfers(deps),
})
