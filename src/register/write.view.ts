import { caseLabel, type Case } from '../cases'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { caseHref } from '../vocabulary/staff-paths'
import { type Choice, type Choices, nameOf } from './choices'
import type { Entry, OpenEntry } from './entry'
import { type Draft, isDecided, isPublic } from './entry.rules'
import { toSheet } from './sheet.view'
import { stateNames } from './state-words'

export const publishHref = (caseId: string, entryId = ''): string =>
  `/staff/cases/${caseId}/publish${entryId === '' ? '' : `/${entryId}`}`

const optionsOf = (list: readonly Choice[], chosen: string) =>
  list.map(({ code, name }) => ({ code, words: name, chosen: code === chosen }))

const rowWords = (entry: Entry, choices: Choices): string => {
  if (entry.state === 'returned')
    return `退回的原因：${nameOf(choices.returns, entry.returnGround)}`
  if (entry.state === 'changed' && entry.dueOn !== null)
    return `${nameOf(choices.grounds, entry.changeGround)}，${dayInWords(entry.dueOn)}前要撤回`
  if (entry.state === 'withdrawn') return nameOf(choices.grounds, entry.changeGround)
  return ''
}

const toRow = (entry: Entry, choices: Choices) => ({
  href: publishHref(entry.caseId ?? '', entry.id),
  number: entry.number,
  institution: entry.institution,
  kind: nameOf(choices.kinds, entry.kind),
  state: stateNames[entry.state],
  more: rowWords(entry, choices),
  on: dayInWords(entry.publishedOn ?? entry.writtenOn),
})

type CasePage = {
  readonly found: Case
  readonly entries: readonly Entry[]
  readonly choices: Choices
  readonly mayWrite: boolean
}

export const toCasePage = ({ found, entries, choices, mayWrite }: CasePage) => ({
  title: `${caseLabel(found.year, found.serial)} 公开决定`,
  back: caseHref(found.id, { tab: 'decisions' }),
  rows: entries.map(entry => toRow(entry, choices)),
  write: mayWrite && isDecided(found) ? `${publishHref(found.id)}/new` : '',
  note: isDecided(found) ? '' : '作出决定、还没有重新调查的案件才能公开决定。',
})

const shownOf = ({ draft, entry }: OpenEntry): FormState['values'] => ({
  ...{ kind: draft.kind, number: draft.number, institution: draft.institution },
  ...{ articles: draft.articles, body: draft.body, on: draft.decidedOn.replaceAll('-', ' ') },
  seen: String(entry.version),
})

type FormPage = {
  readonly found: Case
  readonly target: string
  readonly once: string
  readonly choices: Choices
  readonly form: FormState
  readonly body: string
  readonly returned?: OpenEntry | undefined
  readonly preview?: Draft | undefined
}

const fields = ['number', 'on', 'institution', 'articles', 'body', 'seen'] as const

export const toFormPage = (page: FormPage) => {
  const { found, choices, form, returned, preview, body } = page
  const first: FormState['values'] =
    returned === undefined ? { institution: page.target, seen: '0' } : shownOf(returned)
  const values = { ...first, ...form.values }
  const { most, kinds } = choices
  return {
    title: `${caseLabel(found.year, found.serial)} 写要公开的决定`,
    back: publishHref(found.id),
    action: `${publishHref(found.id)}/new`,
    ...{ once: page.once, errors: form.errors, most },
    kinds: optionsOf(kinds, values['kind'] ?? ''),
    typed: Object.fromEntries(fields.map(name => [name, values[name] ?? ''])),
    returned: returned === undefined ? '' : nameOf(choices.returns, returned.entry.returnGround),
    sheet: preview === undefined ? undefined : toSheet(preview, { choices, body }),
  }
}

type EntryPage = {
  readonly found: Case
  readonly opened: OpenEntry
  readonly choices: Choices
  readonly body: string
  readonly form: FormState
  readonly mayWrite: boolean
  readonly problem?: string | undefined
}

/** What whoever writes may do next. */
const nextOf = ({ found, opened: { entry }, choices, form, mayWrite }: EntryPage) => {
  const again = new URLSearchParams({ entry: entry.id }).toString()
  const rewrite = mayWrite && entry.state === 'returned'
  return {
    rewrite: rewrite ? `${publishHref(found.id)}/new?${again}` : '',
    change:
      mayWrite && entry.state === 'published'
        ? {
            action: publishHref(found.id, entry.id),
            grounds: optionsOf(choices.grounds, form.values['ground'] ?? ''),
          }
        : undefined,
  }
}

export const toEntryPage = (page: EntryPage) => {
  const { found, opened, choices, body, form } = page
  const { entry, draft } = opened
  return {
    title: `${draft.number} ${stateNames[entry.state]}`,
    back: publishHref(found.id),
    errors: form.errors,
    problem: page.problem ?? '',
    state: stateNames[entry.state],
    more: rowWords(entry, choices),
    isRed: entry.state === 'changed' && entry.dueOn !== null && entry.dueOn < choices.today,
    sheet: toSheet(draft, { choices, body }),
    publicHref: isPublic(entry) ? `/decisions/${entry.id}` : '',
    ...nextOf(page),
  }
}
