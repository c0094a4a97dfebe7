import { shortLabel } from '../cases'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { CaseId, StaffId } from '../vocabulary/ids'
import { caseHref } from '../vocabulary/staff-paths'
import type { Burdened, Candidate, HandedRow, HandoverPage } from './handing'

const personHref = (id: StaffId): string => `/staff/handover/${id}`

export const toHandoverPage = (people: readonly Burdened[]) => ({
  title: '案件交接',
  errors: {},
  rows: people.map(({ staff, load, gone }) => ({
    href: personHref(staff.id),
    name: staff.displayName,
    load,
    gone,
  })),
})

/** What became of one case of a bulk hand-over. */
export type HandedResult = {
  readonly caseId: CaseId
  readonly number: string
  /** Empty when it was handed over. */
  readonly refusal: string
}

type PersonPage = {
  readonly page: HandoverPage
  readonly people: readonly Candidate[]
  readonly results: readonly HandedResult[]
  readonly ticked: readonly CaseId[] | undefined
  readonly form: FormState
}

const otherInWords = ({ others }: HandedRow): string =>
  others.length === 0
    ? '没有'
    : others.map(({ name, gone }) => (gone ? `${name}（也离开了）` : name)).join('、')

const summaryOf = (results: readonly HandedResult[]): string => {
  const refused = results.filter(({ refusal }) => refusal !== '').length
  const done = results.length - refused
  return refused === 0 ? `${done} 件都已经交接。` : `${done} 件已经交接，${refused} 件没有交接。`
}

export const toHandoverPersonPage = ({ page, people, results, ticked, form }: PersonPage) => ({
  title: `交接${page.staff.displayName}的案件`,
  errors: form.errors,
  name: page.staff.displayName,
  action: personHref(page.staff.id),
  more: page.more,
  summary: summaryOf(results),
  refusedSome: results.some(({ refusal }) => refusal !== ''),
  results: results.map(({ caseId, number, refusal }) => ({
    href: caseHref(caseId),
    number,
    words: refusal === '' ? '已经交接' : refusal,
  })),
  rows: page.rows.map((row, index) => ({
    id: row.found.id,
    field: index === 0 ? 'cases' : `cases-${index}`,
    number: shortLabel(row.found.year, row.found.serial),
    target: row.target,
    due: row.found.nextDueOn === null ? '没有期限' : `${dayInWords(row.found.nextDueOn)}到期`,
    other: otherInWords(row),
    ticked: ticked === undefined ? page.gone : ticked.includes(row.found.id),
  })),
  people: people.map(({ id, name, load }, index) => ({
    ...{ id, name, load },
    field: index === 0 ? 'to' : `to-${index}`,
    chosen: form.values['to'] === id,
  })),
})
