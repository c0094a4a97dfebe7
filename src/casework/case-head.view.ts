import { caseLabel, decisionMark, type CaseAction } from '../cases'
import { dayInWords, dayOf, shortDay } from '../platform/clock'
import {
  lampWords,
  sourceWords,
  stateWords,
  strictWord,
  supervisedWord,
} from '../vocabulary/case-words'
import { caseHref } from '../vocabulary/staff-paths'
import { toChanges } from './amendments.view'
import type { CaseFile, NextDue } from './case-file'
import { caseTabs, doneWords, type CaseAsked, type CaseTab } from './casework.rules'
import { toSteps } from './steps.view'
import { todoWords } from './todo.view'

const tabWords: Record<CaseTab, string> = {
  summary: '概况',
  evidence: '证据',
  messages: '留言',
  deadlines: '期限',
  decisions: '决定和文书',
  history: '记录',
}

const identityPhrases = { anon: '匿名', 'anon-claim': '匿名、查实后领奖励', named: '实名' } as const

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})

/** 11-22 10:42 */
export const momentInWords = (at: Date, today: CaseFile['today']): string =>
  `${shortDay(dayOf(at), today)} ${clock.format(at)}`

const headWords: Record<NextDue['colour'], (days: number) => string> = {
  red: days => `已超 ${Math.max(days, 1)} 个工作日`,
  amber: days => (days === 0 ? '今天到期' : `还有 ${days} 个工作日`),
  green: days => `还有 ${days} 个工作日`,
  pause: () => '期限中止',
}

const boxTone = { red: '--red', amber: '', green: '--green', pause: '--pause' } as const

const toDueBox = (next: NextDue | undefined, today: CaseFile['today']) =>
  next === undefined
    ? undefined
    : {
        lampColour: next.colour,
        tone: boxTone[next.colour],
        words: headWords[next.colour](next.workingDays),
        short: lampWords(next.colour, next.workingDays),
        detail: `${shortDay(next.dueOn, today)} 前${next.action}`,
        dayInWords: dayInWords(next.dueOn),
        provisionalWords: next.provisional ? '假期安排还没公布，这个日期是暂定的。' : '',
      }

const handlerNames = ({ officers }: CaseFile): string => {
  const names = officers.filter(({ handling }) => handling).map(({ name }) => name)
  return names.length === 0 ? '未分派' : `承办 ${names.join('、')}`
}

const metaOf = (file: CaseFile) => {
  const { found, title, behaviours, today } = file
  const source = sourceWords[found.source] ?? found.source
  const identity = title === undefined ? '' : `，${identityPhrases[title.identity]}`
  return [
    caseLabel(found.year, found.serial),
    behaviours.join('、'),
    `${source}${identity}`,
    `${shortDay(found.receivedOn, today)} 收到`,
    stateWords[found.state],
    handlerNames(file),
  ].filter(part => part !== '')
}

const countOf = (file: CaseFile, tab: CaseTab) => {
  if (tab === 'evidence') return { count: file.evidenceCount, hot: false }
  return tab === 'messages'
    ? { count: file.found.unread, hot: file.found.unread > 0 }
    : { count: 0, hot: false }
}

/** Head and tabs, the same on every tab of the page. */
export const toCaseHead = (file: CaseFile, { tab, back, done, problem }: CaseAsked) => {
  const { found, title } = file
  const target = title?.target ?? ''
  return {
    title: `${caseLabel(found.year, found.serial)} ${target} - ${tabWords[tab]}`,
    target,
    strictWord: title?.strict === true ? strictWord : '',
    supervisedWord: found.supervised ? supervisedWord : '',
    meta: metaOf(file),
    changes: toChanges(file.amendments, file.today),
    due: toDueBox(file.next, file.today),
    queueLink: back === '' ? '/staff/queue' : back,
    back,
    doneText: done === undefined ? '' : doneWords[done],
    problem,
    tabs: caseTabs.map(name => ({
      href: caseHref(found.id, { tab: name === 'summary' ? '' : name, back }),
      words: tabWords[name],
      current: name === tab,
      ...countOf(file, name),
    })),
    side: toSide(file, back),
  }
}

const screening =
  '待甄别：填得比读得还快，或者填了看不见的一格，可能是机器交的。受不受理照样由您决定。'

const waiting = '这一步由受理岗位决定。'

const assignWords = (file: CaseFile): string =>
  file.found.handlers > 0 ? '改派承办人' : '分派承办人'

const buttonsOf = (file: CaseFile, back: string) => {
  const { found, possible } = file
  const can = (action: CaseAction) => possible.includes(action)
  const base = `/staff/cases/${found.id}`
  return {
    accept: can('accept') ? `${base}/accept` : '',
    acceptWords: found.state === 'refused' ? '重新受理' : '受理',
    assign: can('assign') ? withBack(`${base}/assign`, back) : '',
    assignWords: assignWords(file),
    refuse: can('refuse') ? withBack(`${base}/refuse`, back) : '',
    // Changing handlers is possible, it is not what has to be done now.
    main: found.state === 'accepted' ? 'assign' : 'accept',
  }
}

const withBack = (path: string, back: string): string =>
  back === '' ? path : `${path}?${new URLSearchParams({ back }).toString()}`

/** The box «what to do now»: the state table and the person's duties decide which buttons it has. */
const toSide = (file: CaseFile, back: string) => {
  const { found, possible, last, officers, today } = file
  const todo = todoWords[found.state]
  return {
    ...todo,
    screening: found.suspect && found.state === 'received' ? screening : '',
    note: possible.length === 0 && found.state !== 'checking' ? waiting : '',
    buttons: buttonsOf(file, back),
    steps: toSteps(file, back),
    seen: decisionMark(last),
    due: toDueBox(file.next, today),
    conflictLink: `${caseHref(found.id)}/coi`,
    sheetLink: `${caseHref(found.id)}/sheet`,
    recordLink: `${caseHref(found.id)}/record`,
    volumeLink: `${caseHref(found.id)}/volume`,
    transfersLink: `${caseHref(found.id)}/transfers`,
    identityLink: `${caseHref(found.id)}/identity`,
    lettersLink: `${caseHref(found.id)}/letters`,
    officers: officers.map(({ name, number, handling }) => ({
      name,
      what: handling ? '承办' : '联系过举报人',
      number: `举报人看到的是“承办人 ${number} 号”`,
    })),
    refusal:
      found.state === 'refused' && last !== undefined
        ? {
            ground: last.groundName,
            reason: last.reason,
            by: `${last.by}，${momentInWords(last.at, today)}`,
          }
        : undefined,
  }
}
