import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { type Choice, type Choices, nameOf } from './choices'
import { type Entry, type OpenEntry, type Place, placeText } from './entry'
import { type EntryState, isPublic } from './entry.rules'
import { toldOf, toSheet } from './sheet.view'
import { stateNames } from './state-words'

const DESK = '/staff/register'
export const deskHref = (id: string): string => `${DESK}/${id}`

const listHref = (state: EntryState, after?: Place): string =>
  `${DESK}?${new URLSearchParams({
    state,
    ...(after === undefined ? {} : { after: placeText(after) }),
  }).toString()}`

const listNames: Partial<Record<EntryState, string>> = {
  written: '等您批准',
  changed: '要撤回',
  published: '已公开',
  withdrawn: '已撤回',
}

type Lamps = ReadonlyMap<string, { readonly lamp: string; readonly workingDaysLeft: number }>

const leftWords = (left: number): string => {
  if (left < 0) return `已超 ${-left} 个工作日`
  return left === 0 ? '今天到期' : `还有 ${left} 个工作日`
}

const dueOf = ({ state, dueOn }: Entry, lamps: Lamps) => {
  const found = state === 'changed' && dueOn !== null ? lamps.get(dueOn) : undefined
  return found === undefined || dueOn === null
    ? undefined
    : { lamp: found.lamp, words: leftWords(found.workingDaysLeft), on: dayInWords(dueOn) }
}

type Board = {
  readonly entries: readonly Entry[]
  readonly next: Place | undefined
  readonly state: EntryState
  readonly isFirst: boolean
  readonly choices: Choices
  readonly lamps: Lamps
  readonly names: ReadonlyMap<string, string>
}

const empties: Partial<Record<EntryState, string>> = {
  written: '没有等着批准的决定。承办人写好以后，会列在这里。',
  changed: '没有要撤回的决定。公开的决定变更、撤销以后，会列在这里。',
}

export const toBoardPage = ({ entries, next, state, choices, lamps, names, isFirst }: Board) => ({
  title: '公开决定',
  views: Object.entries(listNames).map(([code, words]) => ({
    ...{ href: listHref(code as EntryState), words },
    current: code === state,
  })),
  rows: entries.map(entry => ({
    href: deskHref(entry.id),
    number: entry.number,
    institution: entry.institution,
    kind: nameOf(choices.kinds, entry.kind),
    by: names.get(entry.writtenBy) ?? '同事',
    on: dayInWords(entry.publishedOn ?? entry.writtenOn),
    due: dueOf(entry, lamps),
  })),
  isDue: state === 'changed',
  empty: empties[state] ?? '这里还没有决定。',
  first: isFirst ? '' : listHref(state),
  next: next === undefined ? '' : listHref(state, next),
})

const optionsOf = (list: readonly Choice[], chosen: string | undefined) =>
  list.map(({ code, name }) => ({ code, words: name, chosen: code === chosen }))

type EntryPage = {
  readonly opened: OpenEntry & { readonly own: boolean }
  readonly body: string
  readonly writer: string
  readonly choices: Choices
  readonly lamps: Lamps
  readonly form: FormState
  /** Which of the forms was sent. */
  readonly asked?: string
  readonly problem?: string
}

const formsOf = ({ opened: { entry, own }, choices, form, asked }: EntryPage) => {
  const here = deskHref(entry.id)
  const of = (name: string) => (asked === name ? form : { values: {}, errors: {} })
  const isWaiting = entry.state === 'written' && !own
  const [approve, giveBack, withdraw] = [of('approve'), of('return'), of('withdraw')]
  return {
    approve: isWaiting ? { action: `${here}/approve`, errors: approve.errors } : undefined,
    giveBack: isWaiting
      ? {
          action: `${here}/return`,
          errors: giveBack.errors,
          grounds: optionsOf(choices.returns, giveBack.values['ground']),
        }
      : undefined,
    withdraw: isPublic(entry)
      ? {
          action: `${here}/withdraw`,
          errors: withdraw.errors,
          grounds: optionsOf(
            choices.grounds,
            withdraw.values['ground'] ?? entry.changeGround ?? undefined,
          ),
        }
      : undefined,
  }
}

const saidOf = ({ opened: { entry }, choices }: EntryPage): string => {
  if (entry.state === 'returned')
    return `退回的原因：${nameOf(choices.returns, entry.returnGround)}`
  if (entry.state === 'changed') return toldOf(choices, entry)
  if (entry.state === 'withdrawn' && entry.withdrawnOn !== null)
    return `${dayInWords(entry.withdrawnOn)}撤回。${toldOf(choices, entry)}`
  return ''
}

/** Two forms of the page ask for a code: the summary leads to the right one. */
const atSecondCode = ({ otp, ...errors }: FormState['errors']) =>
  otp === undefined ? errors : { ...errors, 'otp-2': otp }

export const toDeskEntry = (page: EntryPage) => {
  const { opened, body, writer, choices, lamps, form, asked } = page
  const { entry, draft, own } = opened
  return {
    title: `${draft.number} ${stateNames[entry.state]}`,
    back: listHref(entry.state === 'returned' ? 'written' : entry.state),
    errors: asked === 'return' ? atSecondCode(form.errors) : form.errors,
    problem: page.problem ?? '',
    state: stateNames[entry.state],
    said: saidOf(page),
    due: dueOf(entry, lamps),
    by: `${writer}，${dayInWords(entry.writtenOn)}`,
    version: entry.version,
    own: own && entry.state === 'written',
    publicHref: isPublic(entry) ? `/decisions/${entry.id}` : '',
    sheet: toSheet(draft, { choices, body }),
    ...formsOf(page),
  }
}
