import type { HomePart } from '../accounts'
import { dayInWords, dayOf } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import { caseHref } from '../vocabulary/staff-paths'
import type { Case } from './case'
import { isOpen } from './case-ends.rules'
import { caseLabel } from './case-label.rules'
import type { Exclusion, ExclusionLine } from './exclusion'

type Option = { readonly code: string; readonly name: string }
type Names = ReadonlyMap<StaffId, string>

const labelOf = ({ year, serial }: Case): string => caseLabel(year, serial)

const toOptions = (name: string, options: readonly Option[], { values }: FormState) =>
  options.map((option, at) => ({
    id: at === 0 ? name : `${name}-${at}`,
    value: option.code,
    words: option.name,
    chosen: values[name] === option.code,
  }))

type Declaring = {
  readonly found: Case
  readonly target: string
  readonly kind: string
  /** Nothing of the case has been opened yet. */
  readonly first: boolean
  readonly next: string
  readonly grounds: readonly Option[]
  readonly form: FormState
}

export const toDeclarationPage = ({ found, grounds, form, ...shown }: Declaring) => ({
  ...shown,
  title: '回避声明',
  number: labelOf(found),
  action: `${caseHref(found.id)}/coi`,
  caseLink: caseHref(found.id),
  noneWords: shown.first ? '没有关系，打开这一件' : '没有关系',
  grounds: toOptions('ground', grounds, form),
  formErrors: form.errors,
})

type Known = { readonly grounds: readonly Option[]; readonly names: Names }

const toLine = (one: Exclusion, { grounds, names }: Known) => ({
  staff: one.staffId,
  name: names.get(one.staffId) ?? '同事',
  ground: grounds.find(({ code }) => code === one.ground)?.name ?? '有需要回避的关系',
  by: one.setBy === one.staffId ? '本人声明' : `${names.get(one.setBy) ?? '同事'}决定`,
  on: dayInWords(dayOf(one.setAt)),
})

type Managing = Known & {
  readonly found: Case
  readonly exclusions: readonly Exclusion[]
  readonly people: readonly Option[]
  readonly form: FormState
}

export const toExclusionsPage = ({ found, exclusions, people, form, ...known }: Managing) => ({
  title: '这一件的回避',
  number: labelOf(found),
  caseLink: caseHref(found.id),
  action: `${caseHref(found.id)}/exclusions`,
  lines: exclusions.map(one => toLine(one, known)),
  people: toOptions('staff', people, form),
  grounds: toOptions('ground', known.grounds, form),
  formErrors: form.errors,
})

const handlersWords = ({ state, handlers }: Case): string => {
  if (!isOpen(state) || ['received', 'accepted'].includes(state) || handlers >= 2) return '不缺'
  return `缺 ${2 - handlers} 位`
}

type Board = Known & {
  readonly lines: readonly ExclusionLine[]
  readonly older: ExclusionLine | undefined
}

export const toBoardPage = ({ lines, older, ...known }: Board) => ({
  title: '回避',
  lines: lines.map(line => ({
    ...toLine(line, known),
    number: labelOf(line.found),
    link: `${caseHref(line.caseId)}/exclusions`,
    short: handlersWords(line.found),
    assign: handlersWords(line.found) === '不缺' ? '' : `${caseHref(line.caseId)}/assign`,
  })),
  older:
    older === undefined ? '' : `/staff/exclusions?before=${older.setAt.getTime()}.${older.caseId}`,
})

export const toExclusionsHome = (short: number): HomePart =>
  short === 0
    ? {}
    : {
        notices: [
          {
            text: `有 ${short} 件因为回避缺承办人，请补上。`,
            href: '/staff/exclusions',
          },
        ],
      }

/** For the body above. It holds no key of these cases: it sees to it that they come up. */
export const toOrphansHome = (count: number): HomePart =>
  count === 0
    ? {}
    : { notices: [{ text: `下级有 ${count} 件案件，负责人都须回避。请督促移交上级办理。` }] }
