import type { OpenAppeal } from '../appeals'
import { asDay, dayInWords, type Day } from '../platform/clock'
import type { OrganisationId } from '../vocabulary/ids'
import type { CallLimits, Objectable } from './followup'
import { monthAndDay } from './followup.view'

export type AboveFacts = {
  /** Of this kind, oldest first. */
  readonly mine: readonly OpenAppeal[]
  readonly names: ReadonlyMap<OrganisationId, string>
  /** Whom a new one would be laid before; '' when there is nobody. */
  readonly body: string
  /** Whom to ask instead. */
  readonly ask: string
  readonly today: Day
}

/** '' while an objection can still be made, or was made already. */
export const tooLate = ({ ended, objection, until }: Objectable): string =>
  ended && objection === undefined ? `提异议的时间到 ${monthAndDay(until)}为止，已经过了` : ''

/** A call for protection that the case's own body may read as well. */
export const calledWords = ({ text, when }: { readonly text: string; readonly when: string }) =>
  `我受到了报复。${when === '' ? '' : `时间：${whenInWords(when)}。`}\n${text}`

const whenInWords = (when: string): string =>
  /^\d{4}-\d\d-\d\d$/.test(when) ? dayInWords(asDay(when)) : when

const linesOf = (text: string): string[] => text.split('\n').filter(line => line.trim() !== '')

const stateOf = ({ actedOn, readOn }: OpenAppeal): string => {
  if (actedOn !== null) return `${monthAndDay(actedOn)}已经处理`
  return readOn === null ? '还没有人看过' : `${monthAndDay(readOn)}有人看过`
}

const dueOf = (
  { actedOn, dueOn, provisional }: OpenAppeal,
  body: string,
  { today, ask }: Pick<AboveFacts, 'today' | 'ask'>,
): string => {
  if (actedOn !== null) return ''
  if (today > dueOn) return `应当在 ${monthAndDay(dueOn)}前处理，已经过了。${ask}。`
  const unsure = provisional ? '（这一年的放假安排还没公布，日期可能变）' : ''
  return `${body}的督办人员要在 ${monthAndDay(dueOn)}前处理${unsure}，结果写在这一页。`
}

const toLine = (appeal: OpenAppeal, about: string, facts: AboveFacts) => {
  const body = facts.names.get(appeal.organisationId) ?? ''
  return {
    about,
    sent: `${monthAndDay(appeal.madeOn)}交给${body}`,
    state: stateOf(appeal),
    due: dueOf(appeal, body, facts),
    said: linesOf(appeal.told.text),
    answers: appeal.answers.map(({ sentOn, readByReporterOn, body: words }) => ({
      when: monthAndDay(sentOn),
      day: sentOn,
      isNew: readByReporterOn === null,
      lines: linesOf(words),
    })),
    action: linesOf(appeal.action ?? ''),
  }
}

/** The newest first: what was just sent stands on top. */
const newestFirst = (mine: readonly OpenAppeal[]) => [...mine].reverse()

export const toObjectionPage = (
  facts: AboveFacts & { readonly decisions: readonly Objectable[]; readonly limit: number },
) => {
  const { decisions, limit, body, ask } = facts
  const open = decisions.filter(one => !one.ended && one.objection === undefined)
  const nameOf = (appeal: OpenAppeal) =>
    decisions.find(({ id }) => id === appeal.told.decisionId)?.name ?? ''
  return {
    body,
    ask,
    limit: limit.toLocaleString('en-US'),
    mine: newestFirst(facts.mine).map(one => toLine(one, `对“${nameOf(one)}”的异议`, facts)),
    choices: open.map(({ id, name, madeOn, until }, at) => ({
      id: at === 0 ? 'decision' : `decision-${at}`,
      value: id,
      name: `${name}，${monthAndDay(madeOn)}作出`,
      until: `${monthAndDay(until)}以前可以提`,
      only: open.length === 1,
    })),
    ended: decisions
      .filter(one => tooLate(one) !== '')
      .map(one => `${one.name}（${monthAndDay(one.madeOn)}作出）：${tooLate(one)}。`),
  }
}

export const toCallPage = (facts: AboveFacts & { readonly limits: CallLimits }) => ({
  body: facts.body,
  ask: facts.ask,
  limit: facts.limits.text.toLocaleString('en-US'),
  reach: facts.limits.reach.toLocaleString('en-US'),
  mine: newestFirst(facts.mine).map(one => toLine(one, '我受到了报复', facts)),
})
