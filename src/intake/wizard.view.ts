import type { Lists } from '../filing'
import type { Answers } from '../vocabulary/report-answers'
import { stepBefore, stepNumber, stepPath, type Step } from './steps.rules'

export const goneHeading = '没有存上'
export const goneSentence =
  '太久没有操作，为了安全已经退出。您在这一页填的内容还在，点“用这些内容重新开始”接着写'
export const tooOftenSentence = (wait: string): string =>
  `操作太快，请 ${wait}后再试。这一页填的内容还在，到时候再点一次“保存并继续”`
export const waitToSendSentence = (wait: string): string =>
  `操作太快，还没有提交。请 ${wait}后再点一次“提交举报”，草稿还在`
export const waitToUploadSentence = (wait: string): string =>
  `操作太快，请 ${wait}后再传。这一次的文件没有存上，已经传好的还在`
export const sentSentence =
  '这份举报已经提交，不能再改。这一页的内容还在，可以抄下来，凭查询码补充；或者用它另写一份'

type Place = {
  readonly answers: Answers
  readonly lists: Lists
  readonly fromCheck: boolean
}

/** What every step's page prints around its question. */
export const stepFrame = (
  step: Step,
  { answers, lists, fromCheck }: Place,
  errors: Readonly<Record<string, string>>,
) => {
  const before = stepBefore(step, answers)
  const back = fromCheck ? stepPath('check') : before && stepPath(before)
  return {
    action: stepPath(step),
    step: stepNumber(step),
    back: back ?? '/report',
    fromCheck,
    errors,
    idleMinutes: lists.limits['wizard.idle-minutes'],
  }
}

export const filesGoneSentence =
  '太久没有操作，为了安全已经退出，这一次的文件没有存上。请回到开头重新开始'
export const closedSentence = '太久没有操作，为了安全已经退出，草稿已经打不开了。请重新开始'
