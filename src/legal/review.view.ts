import { momentInWords } from '../accounts'
import { caseLabel } from '../cases'
import { toEvidenceRows } from '../evidence'
import type { LawEntry } from '../lawbook'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { StaffActor } from '../vocabulary/actor'
import { lampWords, stateWords } from '../vocabulary/case-words'
import type { StaffId } from '../vocabulary/ids'
import { isAllowed } from '../vocabulary/permission'
import { caseHref } from '../vocabulary/staff-paths'
import type { OpenReview, ReviewFile } from './review'
import { resultWords } from './words'

/** Which of the forms of the page was sent. */
export type FormName = 'none' | 'submit' | 'opinion' | 'answer'

type Typed = FormState & { readonly form: FormName }
type Drawn = { readonly typed: Typed; readonly viewer: StaffActor }

const briefNames = [
  ['when', '时间'],
  ['how', '怎么做的'],
  ['amount', '涉及金额'],
  ['where', '哪里能查到'],
] as const

const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'))

const nameOf = ({ names }: ReviewFile, id: StaffId | null): string =>
  (id === null ? undefined : names.get(id)) ?? '同事'

const groundName = ({ grounds }: ReviewFile, code: string): string =>
  grounds.find(one => one.code === code)?.data.name ?? code

const changesOf = (file: ReviewFile, { opinion, answers }: OpenReview, typed: Typed) =>
  (opinion?.changes ?? []).map((words, at) => {
    const change = at + 1
    const answer = answers.find(one => one.change === change)
    const mine = typed.form === 'answer' && typed.values['change'] === String(change)
    return {
      change,
      id: `answer-${change}`,
      words: file.mask.text(words),
      answer: answer === undefined ? [] : linesOf(file.mask.text(answer.text)),
      by: answer === undefined ? '' : `${nameOf(file, answer.by)}，${momentInWords(answer.at)}`,
      value: mine ? (typed.values['text'] ?? '') : '',
      error: mine ? (typed.errors['text'] ?? typed.errors['review']) : undefined,
    }
  })

const opinionOf = (file: ReviewFile, review: OpenReview) => ({
  result: review.result === null ? '' : resultWords[review.result],
  by:
    review.reviewedAt === null
      ? ''
      : `${nameOf(file, review.reviewedBy)}，${momentInWords(review.reviewedAt)}`,
  points: (review.opinion?.points ?? []).map(({ name, passed, text }) => ({
    name,
    passed,
    verdict: passed ? '通过' : '有意见',
    text: linesOf(file.mask.text(text)),
  })),
  text: linesOf(file.mask.text(review.opinion?.text ?? '')),
})

const reviewOf = (file: ReviewFile, review: OpenReview, typed: Typed) => ({
  id: review.id,
  head: `第 ${review.version} 次送审`,
  ground: groundName(file, review.ground),
  submitted: `${nameOf(file, review.submittedBy)}，${momentInWords(review.submittedAt)}，送 ${file.bodies.get(review.organisationId) ?? ''}法制岗位`,
  note: linesOf(file.mask.text(review.note)),
  pending: review.result === null,
  due: `${dayInWords(review.dueOn)}到期`,
  ...opinionOf(file, review),
  changes: changesOf(file, review, typed),
})

const lawLine = ({ data, source, status }: LawEntry<'review-rule'>) => ({
  name: data.name,
  article: data.article,
  source: status === 'P' ? '' : `来源未经官方核实（${status}）：${source}`,
})

const submitOf = (file: ReviewFile, { form, values, errors }: Typed) => {
  const mine = form === 'submit'
  const [called] = file.called
  const chosen = mine ? values['ground'] : called?.code
  return {
    action: `${caseHref(file.found.id)}/review/submit`,
    grounds: file.grounds.map(({ code, data }) => ({
      id: `ground-${code}`,
      value: code,
      name: data.name,
      article: data.article,
      chosen: code === chosen,
    })),
    called: file.called.map(lawLine),
    reason: mine ? (values['reason'] ?? '') : '',
    errors: mine ? errors : {},
    limit: file.limits.note,
    // Without a desk there is nowhere to send it.
    to: toWords(file),
    can: file.desk !== undefined,
  }
}

const toWords = ({ desk }: ReviewFile): string => {
  if (desk === undefined)
    return '本单位和各级上级都没有持钥的法制审核人员，现在送不出去。请安全管理员安排。'
  return desk.above
    ? `本单位没有持钥的法制审核人员，这一件会送上级 ${desk.body} 的法制岗位，案件密钥当场封给它。`
    : `送 ${desk.body} 的法制岗位，案件密钥当场封给它。办过这一件的人不能审核。`
}

const verdicts = [
  { value: 'pass', words: '通过' },
  { value: 'object', words: '有意见' },
] as const

const results = [
  { value: 'pass', words: '通过', hint: '各点都通过，可以作决定' },
  { value: 'changes', words: '有条件通过', hint: '写明要改的地方，承办人逐条答复以后才能作决定' },
  { value: 'return', words: '退回', hint: '回到调查取证，补充以后重新送审' },
] as const

const formOf = (file: ReviewFile, { form, values, errors }: Typed) => {
  const mine = form === 'opinion'
  const typed = mine ? values : {}
  return {
    action: `${caseHref(file.found.id)}/review/opinion`,
    seen: file.reviews[0]?.id ?? '',
    points: file.points.map(({ code, data }) => ({
      id: `verdict-${code}`,
      name: data.name,
      asks: data.asks,
      article: data.article,
      error: mine ? errors[`verdict-${code}`] : undefined,
      verdicts: verdicts.map((one, at) => ({
        ...one,
        id: at === 0 ? `verdict-${code}` : `verdict-${code}-${one.value}`,
        chosen: typed[`verdict-${code}`] === one.value,
      })),
      opinionId: `opinion-${code}`,
      opinion: typed[`opinion-${code}`] ?? '',
      opinionError: mine ? errors[`opinion-${code}`] : undefined,
    })),
    results: results.map((one, at) => ({
      ...one,
      id: at === 0 ? 'result' : `result-${one.value}`,
      chosen: typed['result'] === one.value,
    })),
    values: typed,
    errors: mine ? errors : {},
    limit: file.limits.opinion,
    most: file.limits.changes,
  }
}

const briefOf = ({ brief, mask }: ReviewFile) =>
  brief === undefined
    ? []
    : briefNames
        .map(([field, name]) => ({ name, words: mask.text(brief[field]) }))
        .filter(({ words }) => words !== '')

const headOf = (file: ReviewFile) => {
  const { found, lamp, target } = file
  const pending = file.reviews.find(({ result }) => result === null)
  return {
    label: caseLabel(found.year, found.serial),
    target,
    meta: [file.body, file.behaviours.join('、'), stateWords[found.state]],
    due:
      lamp === undefined || pending === undefined
        ? undefined
        : {
            lamp: lamp.colour,
            words: lampWords(lamp.colour, lamp.workingDays),
            on: `${dayInWords(pending.dueOn)}前提出意见`,
          },
  }
}

const errorsOf = ({ errors, form, values }: Typed) =>
  form === 'answer'
    ? Object.fromEntries(
        Object.values(errors).map(sentence => [`answer-${values['change'] ?? '1'}`, sentence]),
      )
    : errors

const backOf = ({ found, may }: ReviewFile, viewer: StaffActor) =>
  isAllowed(viewer, 'case.view') && !may.answer
    ? { back: caseHref(found.id), backWords: '返回这一件', nav: 'queue' }
    : { back: '/staff/legal', backWords: '返回法制审核', nav: 'legal' }

const doOf = (file: ReviewFile, typed: Typed) => ({
  submit: file.may.submit ? submitOf(file, typed) : undefined,
  opinion: file.may.answer ? formOf(file, typed) : undefined,
  respond: file.may.respond ? (file.reviews[0]?.id ?? '') : '',
})

/** For views/legal/review: the same page for the handlers and for the reviewer, each with their own form. */
export const toReviewPage = (file: ReviewFile, { typed, viewer }: Drawn) => {
  const base = caseHref(file.found.id)
  const { found } = file
  return {
    ...backOf(file, viewer),
    ...doOf(file, typed),
    title: `法制审核 ${caseLabel(found.year, found.serial)}`,
    ...headOf(file),
    errors: errorsOf(typed),
    record: `${base}/record`,
    volume: `${base}/volume`,
    brief: briefOf(file),
    finding: file.facts.summary.map(({ name, words }) => ({ name, words: file.mask.text(words) })),
    rows: toEvidenceRows(found.id, file.files),
    reviews: file.reviews.map(review => reviewOf(file, review, typed)),
    answers: `${base}/review/answers`,
    limit: file.limits.opinion,
  }
}

/** For views/legal/opinion: one's own opinion, read again. */
export const toOwnPage = (file: ReviewFile) => {
  const typed: Typed = { form: 'none', values: {}, errors: {} }
  return {
    title: `审核意见 ${caseLabel(file.found.year, file.found.serial)}`,
    ...headOf(file),
    reviews: file.reviews.map(review => reviewOf(file, review, typed)),
  }
}
