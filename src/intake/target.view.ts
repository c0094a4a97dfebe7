import type { Lists } from '../filing'
import { placeInWords, type Area } from '../organisations'
import type { Institution } from '../registry'
import type { Answers, SubjectAnswer } from '../vocabulary/report-answers'

type Found = { readonly items: readonly Institution[]; readonly more: boolean }

type Values = Readonly<Record<string, string>>

export const subjectValues = (subject: SubjectAnswer | undefined): Values =>
  subject === undefined
    ? {}
    : {
        choice:
          subject.institutionId === null ? subject.choice : `institution:${subject.institutionId}`,
        name: subject.name,
        district: subject.regionCode,
        about_body: subject.aboutBody,
      }

const toOption =
  (areas: readonly Area[]) =>
  ({ id, name, kind, regionCode, address }: Institution) => ({
    id,
    value: `institution:${id}`,
    name,
    detail: [kind, placeInWords(regionCode, areas), address].filter(Boolean).join('，'),
  })

const grouped = (areas: readonly Area[]) => {
  const names = [...new Set(areas.map(({ group }) => group))]
  return names.map(name => ({ name, areas: areas.filter(({ group }) => group === name) }))
}

type SubjectPage = {
  readonly lists: Lists
  readonly search: Answers['search']
  /** What was typed into the search field just now. */
  readonly q: string | undefined
  readonly found: Found | undefined
  /** The institution already chosen, which need not be on the page of results. */
  readonly picked: Institution | undefined
  /** Whether somebody above could open what concerns the body itself. */
  readonly goesAbove: boolean
}

export const cannotTake = (ask: string): string =>
  `这个网站收不了涉及医保部门自己的举报：上一级还没有接入。${ask}`

/** What was chosen stays in sight, also when another search does not find it. */
const shown = (found: Found | undefined, picked: Institution | undefined) => {
  const items = found?.items ?? []
  return picked === undefined || items.some(({ id }) => id === picked.id)
    ? items
    : [picked, ...items]
}

const pager = (search: Answers['search'], found: Found | undefined) => ({
  searched: found !== undefined,
  none: found?.items.length === 0,
  more: found?.more ?? false,
  less: search !== undefined && search.pages.length > 0,
})

export const toSubjectPage = ({ lists, search, q, found, picked, goesAbove }: SubjectPage) => ({
  goesAbove,
  ...pager(search, found),
  q: q ?? search?.q ?? '',
  options: shown(found, picked).map(toOption(lists.areas)),
  areaGroups: grouped(lists.areas),
})
