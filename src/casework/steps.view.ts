import { momentInWords } from '../accounts'
import { shortLabel, type CaseAction, type CaseState } from '../cases'
import type { Possible } from '../proceedings'
import { actionWords } from '../vocabulary/case-words'
import { refusals } from '../vocabulary/refusals'
import { caseHref } from '../vocabulary/staff-paths'
import type { CaseFile } from './case-file'

/** What brings the case on; everything else stands under «other». */
const forward: Partial<Record<CaseState, readonly CaseAction[]>> = {
  checking: ['file', 'not-file'],
  filed: ['investigate'],
  investigating: ['submit-review', 'decide'],
  reviewing: ['pass-review', 'return-review'],
  reviewed: ['decide'],
  decided: ['close'],
  closed: ['archive'],
  'not-filed': ['archive'],
  suspended: ['resume'],
}

/** Drawn by intake's own buttons. */
const intakes: readonly CaseAction[] = ['accept', 'refuse', 'assign', 'take-over']

/** Asked for only when there is something to it. */
const onlyWhenReady: readonly CaseAction[] = ['tell', 'withdraw']

const onReviewPage: readonly CaseAction[] = ['submit-review', 'pass-review', 'return-review']

const toLink =
  ({ found }: CaseFile, back: string) =>
  (step: Possible) => {
    const { action, transition, fault } = step
    const base = caseHref(found.id)
    const path = onReviewPage.includes(action) ? `${base}/review` : `${base}/steps/${action}`
    const query = back === '' ? '' : `?${new URLSearchParams({ back }).toString()}`
    return {
      href: `${path}${query}`,
      words: transition.approval === undefined ? actionWords[action] : `提请${actionWords[action]}`,
      fault: fault === undefined ? '' : (refusals[fault]?.title ?? ''),
    }
  }

const toWaiting = ({ proposal }: CaseFile) => {
  if (proposal === undefined) return undefined
  const { id, action, state, by, askedAt, answeredAt, answer } = proposal
  const href = `/staff/approvals/${id}`
  if (state === 'asked')
    return {
      href,
      words: `${by}在 ${momentInWords(askedAt)} 提请“${actionWords[action]}”，等另一位负责人审批。`,
    }
  if (state !== 'turned-down' || answeredAt === null) return undefined
  return {
    href,
    words: `${by}在 ${momentInWords(answeredAt)} 没有同意“${actionWords[action]}”：${answer}`,
  }
}

/** With its key to another medical-security body, or a question to one. */
const betweenBodies = ({ found }: CaseFile) => {
  const href = `${caseHref(found.id)}/hand-over`
  return [
    { href, words: '移交其他医保部门', fault: '' },
    { href: `${href}?kind=assist`, words: '请别的单位协助调查', fault: '' },
  ]
}

/** The links of the box «what to do now»: the state table and the person's duties decide which there are. */
export const toSteps = (file: CaseFile, back: string) => {
  const { found, steps, group } = file
  const waits = file.proposal?.state === 'asked'
  const shown = steps
    .filter(({ action }) => !intakes.includes(action))
    .filter(({ action, fault }) => fault === undefined || !onlyWhenReady.includes(action))
    // While one step waits for a second person, no other is asked for.
    .filter(({ transition }) => !waits || transition.approval === undefined)
  const ahead = [...(forward[found.state] ?? []), 'tell']
  const link = toLink(file, back)
  const handsOn = shown.some(({ action }) => action === 'hand-over')
  return {
    ahead: shown.filter(({ action }) => ahead.includes(action)).map(link),
    others: [
      ...(handsOn ? betweenBodies(file) : []),
      ...shown.filter(({ action }) => !ahead.includes(action)).map(link),
    ],
    waiting: toWaiting(file),
    group: group.map((one, index) => ({
      href: caseHref(one.id),
      words: shortLabel(one.year, one.serial),
      rank: `第 ${index + 1} 位`,
      mark: [
        ...(one.mergedInto === null ? ['主件'] : []),
        ...(one.id === found.id ? ['这一件'] : []),
        ...(one.unread > 0 ? ['有新留言'] : []),
      ].join('，'),
    })),
  }
}
