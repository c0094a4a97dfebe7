import type { Lists } from '../filing'
import { dayInWords } from '../platform/clock'
import { inGroups } from '../receipts'
import type { Answers } from '../vocabulary/report-answers'
import type { OpenDraft } from './draft'
import { stepBefore, stepNumber, stepPath, type Step } from './steps.rules'
import { keepsHalfway } from './unfinished.rules'

export const goneHeading = '没有存上'
export const goneSentence =
  '太久没有操作，为了安全已经退出。您在这一页填的内容还在：有续填码，用续填码接着写；没有，点“用这些内容重新开始”'
export const tooOftenSentence = (wait: string): string =>
  `操作太快，请 ${wait}后再试。这一页填的内容还在，到时候再点一次“保存并继续”`
export const waitToSendSentence = (wait: string): string =>
  `操作太快，还没有提交。请 ${wait}后再点一次“提交举报”，草稿还在`
export const waitToUploadSentence = (wait: string): string =>
  `操作太快，请 ${wait}后再传。这一次的文件没有存上，已经传好的还在`
export const sentElsewhereSentence =
  '这份举报已经在另一个浏览器里提交了，只有一份，不能再改。这一页的内容还在，可以抄下来，凭那边给的查询码补充'
export const sentThereHeading = '已经提交过了'
export const sentThereSentence =
  '这份举报已经在另一个浏览器里提交了，只有一份，不用再交。用那边给的查询码查进度；要补充，也从那里补充'
export const sentSentence =
  '这份举报已经提交，不能再改。这一页的内容还在，可以抄下来，凭查询码补充；或者用它另写一份'

type Place = {
  readonly answers: Answers
  readonly lists: Lists
  readonly fromCheck: boolean
  readonly draft: Pick<OpenDraft, 'resumeCode' | 'expiresOn'> | undefined
  readonly kept: boolean
}

/** The code of a draft that was put aside, for the margin of every page. */
const codeOf = ({ draft }: Place) =>
  draft?.resumeCode === undefined
    ? undefined
    : { code: inGroups(draft.resumeCode), until: dayInWords(draft.expiresOn) }

/** When the page must say that the visit will end. A draft that was put aside does not end. */
const timeLimitOf = ({ draft, kept, lists: { limits } }: Place) =>
  draft === undefined || kept
    ? undefined
    : {
        minutes: limits['wizard.idle-minutes'],
        warn: limits['wizard.warn-minutes'],
        stay: '/report/stay',
        word: '继续填',
        over: '时间到了，可能已经退出。这一页写的还在，点“保存并继续”不会丢',
      }

/** What every step's page prints around its question. */
export const stepFrame = (step: Step, place: Place, errors: Readonly<Record<string, string>>) => {
  const { answers, lists, fromCheck, draft, kept } = place
  const before = stepBefore(step, answers)
  const back = fromCheck ? stepPath('check') : before && stepPath(before)
  return {
    action: stepPath(step),
    step: stepNumber(step),
    back: back ?? '/report',
    fromCheck,
    errors,
    idleMinutes: lists.limits['wizard.idle-minutes'],
    page: step,
    saved: codeOf(place),
    kept,
    timeLimit: timeLimitOf(place),
    autosave: draft !== undefined && keepsHalfway(step) && lists.limits['wizard.autosave-seconds'],
  }
}

export const filesGoneSentence =
  '太久没有操作，为了安全已经退出，这一次的文件没有存上。请回到开头重新开始'
export const resumeSentences = {
  empty: '请写续填码',
  length: '续填码是 16 位数字，请对照抄下来的再看一看',
  unknown: (days: number) => `续填码不对，或者已经超过 ${days} 天`,
  wait: (wait: string) => `试得太多了，请 ${wait}后再来`,
  other:
    '这个浏览器里另有一份没存下来的草稿。要留着它，先回去点“存下来，以后再填”；不要了，再输入一次续填码',
}
export const closedSentence = '太久没有操作，为了安全已经退出，草稿已经打不开了。请重新开始'
