import { caseLabel } from '../cases'
import { uploadSentence, type Received } from '../evidence'
import { sizeInWords, type Limits } from '../files'
import { dayInWords, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { lengthOf } from '../vocabulary/typing'
import type { FormLists, OpenFile, RecordItem } from './record'

const typedDay = (day: Day): string => day.split('-').map(Number).join(' ')

/** What a correction begins with. */
export const valuesOf = ({ id, kind, madeOn, second, words }: RecordItem) => ({
  of: id,
  kind,
  second,
  on: typedDay(madeOn),
  title: words.title,
  where: words.place,
  text: words.text,
  pages: words.pages === null ? '' : String(words.pages),
  words: words.remark,
})

type Form = FormState & {
  readonly lists: FormLists
  readonly results: readonly Received[]
  readonly once: string
  readonly uploads: Limits
}

const failedOf = ({ results, uploads }: Form) =>
  results
    .filter(result => !result.ok)
    .map((result, at) => ({
      id: `f${at + 1}`,
      name: result.name,
      words: uploadSentence(result, uploads),
    }))

const takenWords = (results: readonly Received[]): string => {
  const taken = results.filter(({ ok }) => ok).length
  return taken === 0 ? '' : `另外 ${taken} 个文件已经加入，下面只补没有传上的。`
}

const kindsOf = ({ lists, values }: Form) =>
  lists.kinds.map(({ code, data }) => ({
    id: `kind-${code}`,
    value: code,
    name: data.name,
    hint: [data.evidence, ...(data.text ? ['可以直接写'] : [])]
      .filter(word => word !== '')
      .join('，'),
    chosen: values['kind'] === code,
  }))

const peopleOf = ({ lists, values }: Form) =>
  lists.people.map(({ id, name, handling }, at) => ({
    id: at === 0 ? 'second' : `second-${at + 1}`,
    value: id,
    name: handling ? `${name}（承办人）` : name,
    chosen: values['second'] === id,
  }))

/** For views/investigation/form. */
export const toFormPage = ({ found }: OpenFile, form: Form) => {
  const { lists, values, errors } = form
  const failed = failedOf(form)
  const corrects = (values['of'] ?? '') !== ''
  const base = `/staff/cases/${found.id}/record`
  return {
    title: corrects ? '更正调查材料' : '加入调查材料',
    label: caseLabel(found.year, found.serial),
    back: base,
    action: base,
    ...{ corrects, once: form.once, of: values['of'] ?? '' },
    kinds: kindsOf(form),
    people: peopleOf(form),
    values: { ...values, on: values['on'] ?? typedDay(lists.today) },
    errors: { ...errors, ...Object.fromEntries(failed.map(({ id, words }) => [id, words])) },
    heading:
      failed.length > 0 && Object.keys(errors).length === 0
        ? `有 ${failed.length} 个文件没有传上`
        : '',
    failed,
    taken: takenWords(form.results),
    todayWords: dayInWords(lists.today),
    filesHint: `照片、录音、视频、PDF、Word、Excel 都可以，一次最多 ${form.uploads.files} 个，每个不超过 ${sizeInWords(form.uploads.fileBytes)}。边传边加密，存好了才告诉您。`,
    textLimit: lists.limits.text,
    written: lengthOf(values['text'] ?? '') > 0,
  }
}
