import type { IssuedDocument } from '../documents'
import type { LawEntry } from '../lawbook'
import type { Paper } from '../papers'
import { dayInWords, shortDay, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { sureInWords } from '../vocabulary/clock-words'
import { caseHref } from '../vocabulary/staff-paths'
import { typedFields } from './fields.rules'

type Template = LawEntry<'document-template'>
type Names = ReadonlyMap<string, string>

const documentsHref = (caseId: string): string => `${caseHref(caseId)}/documents`
export const documentHref = ({ caseId, id }: Pick<IssuedDocument, 'caseId' | 'id'>): string =>
  `${documentsHref(caseId)}/${id}`

export const toList = (
  caseId: string,
  found: {
    readonly documents: readonly IssuedDocument[]
    readonly templates: readonly Template[]
    readonly mayWrite: boolean
  },
  today: Day,
) => ({
  title: '文书',
  back: caseHref(caseId, { tab: 'decisions' }),
  rows: found.documents.map(one => ({
    number: one.number,
    href: documentHref(one),
    kind: found.templates.find(({ code }) => code === one.template)?.data.name ?? '文书',
    on: shortDay(one.issuedOn, today),
    state: one.withdrawnOn === null ? '已制发' : `${shortDay(one.withdrawnOn, today)} 撤销`,
  })),
  templates: found.mayWrite
    ? found.templates.map(({ code, data }) => ({
        name: data.name,
        href: `${documentsHref(caseId)}/new?template=${encodeURIComponent(code)}`,
      }))
    : [],
})

export const toForm = (
  caseId: string,
  template: Template,
  { form, once }: { readonly form: FormState; readonly once: string },
) => ({
  title: template.data.name,
  back: documentsHref(caseId),
  action: `${documentsHref(caseId)}/new`,
  template: template.code,
  once: form.values['once'] ?? once,
  fields: typedFields(template.data).map(({ id, name, most }) => ({
    ...{ id, label: name, most, long: most > 60 },
    value: form.values[id] ?? '',
    error: form.errors[id],
  })),
  text: template.data.text.split('\n'),
  sure: sureInWords(template.status),
  formErrors: form.errors,
})

/** A paper on a page, as it will stand on paper. */
const toSheet = (paper: Paper) => ({
  head: paper.head,
  number: paper.number ?? '（制发时编号）',
  heading: paper.title,
  addressee: paper.addressee,
  lines: paper.blocks.map(block =>
    block.kind === 'table'
      ? { kind: 'table' as const, text: '', header: block.header, rows: block.rows }
      : { kind: block.kind, text: block.text, header: [], rows: [] },
  ),
  body: paper.closing?.body ?? '',
  day: paper.closing === undefined ? '' : dayInWords(paper.closing.day),
  foot: paper.foot ?? [],
})

export const toPreview = (
  caseId: string,
  template: Template,
  drawn: {
    readonly paper: Paper
    readonly values: Readonly<Record<string, string>>
    readonly errors: Readonly<Record<string, string>>
  },
) => ({
  title: `${template.data.name}：制发以前看一遍`,
  back: documentsHref(caseId),
  action: `${documentsHref(caseId)}/new`,
  template: template.code,
  once: drawn.values['once'] ?? '',
  hidden: typedFields(template.data).map(({ id }) => ({ id, value: drawn.values[id] ?? '' })),
  sheet: toSheet(drawn.paper),
  formErrors: drawn.errors,
})

type Opened = {
  readonly document: IssuedDocument
  readonly paper: Paper
  readonly services: readonly {
    readonly way: string
    readonly on: Day
    readonly by: string
    readonly proof: string
  }[]
}

export const toDocument = (
  { document, paper, services }: Opened,
  page: {
    readonly ways: Names
    readonly people: Names
    readonly mayWrite: boolean
    readonly form: FormState
    readonly once: string
    readonly most: number
  },
) => {
  const { form, ways } = page
  const href = documentHref(document)
  return {
    title: `${paper.title} ${document.number}`,
    back: documentsHref(document.caseId),
    sheet: toSheet(paper),
    withdrawn: document.withdrawnOn === null ? '' : dayInWords(document.withdrawnOn),
    pdf: `${href}/file?format=pdf`,
    docx: `${href}/file?format=docx`,
    services: services.map(one => ({
      ...{ way: ways.get(one.way) ?? one.way, on: dayInWords(one.on), proof: one.proof },
      by: page.people.get(one.by) ?? '',
    })),
    serve:
      page.mayWrite && document.withdrawnOn === null
        ? {
            action: `${href}/serve`,
            once: page.once,
            ways: [...ways].map(([code, words]) => ({
              ...{ code, words, chosen: form.values['way'] === code },
            })),
            on: form.values['on'] ?? '',
            proof: form.values['proof'] ?? '',
            most: page.most,
          }
        : undefined,
    withdraw: page.mayWrite && document.withdrawnOn === null ? `${href}/withdraw` : '',
    formErrors: form.errors,
  }
}
