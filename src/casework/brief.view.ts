import { caseLabel, type CaseBrief } from '../cases'
import type { FormState } from '../platform/http/form'
import { caseHref } from '../vocabulary/staff-paths'
import type { BriefHits, CaseFile, LastEditor } from './case-file'
import { momentInWords } from './case-head.view'

const fields = [
  { field: 'target', label: '被举报对象', help: '名称、科室、机构编码' },
  { field: 'when', label: '时间', help: '从什么时候到什么时候，每月哪几天' },
  { field: 'how', label: '怎么做的', help: '用自己的话写，不照抄原文' },
  { field: 'amount', label: '涉及金额', help: '多少、怎么估的' },
  { field: 'where', label: '哪里能查到', help: '系统、账本、人、地点' },
] as const

/** A sentence for each field that repeats what is masked. */
export const toBriefErrors = (hits: BriefHits): FormState['errors'] =>
  Object.fromEntries(
    Object.entries(hits).map(([field, words]) => [
      field,
      `这里写了遮挡的内容：${words.join('、')}。请换一种写法；确实要写的，请受理岗位先在“设置遮挡”里放开`,
    ]),
  )

type Late = { readonly editor: LastEditor | undefined; readonly now: CaseBrief }

const lateWords = ({ editor }: Late, file: CaseFile): string =>
  editor === undefined
    ? '同事刚刚改过核查要点。您的改动还没有保存。'
    : `${editor.name}在 ${momentInWords(editor.at, file.today)} 改过核查要点。您的改动还没有保存。`

/** The form, and beside it the colleague's version when one was saved in between. */
export const toBriefPage = (
  file: CaseFile,
  form: FormState,
  shown: {
    readonly back: string
    readonly seen: string
    readonly max: number
    readonly late?: Late
  },
) => ({
  title: `核查要点 ${caseLabel(file.found.year, file.found.serial)}`,
  number: caseLabel(file.found.year, file.found.serial),
  target: file.title?.target ?? '',
  action: `/staff/cases/${file.found.id}/brief`,
  caseLink: caseHref(file.found.id, { back: shown.back }),
  back: shown.back,
  seen: shown.seen,
  max: shown.max,
  fields: fields.map(({ field, label, help }) => ({
    field,
    label,
    help,
    typed: form.values[field] ?? '',
    problem: form.errors[field],
    theirs: shown.late?.now[field] ?? '',
  })),
  lateWords: shown.late === undefined ? '' : lateWords(shown.late, file),
  formErrors: form.errors,
})
