import type { Case, CaseTitle } from '../cases'
import { shortDay, type Day } from '../platform/clock'
import {
  identityWords,
  lampWords,
  sourceWords,
  stateWords,
  type LampColour,
} from '../vocabulary/case-words'
import { caseHref } from '../vocabulary/staff-paths'
import type { Option, Options, QueueFindings, QueueRequest, QueueRow } from './queue'
import {
  countInWords,
  filterNames,
  isNarrowed,
  pageSizes,
  plainWish,
  queueHref,
  writeCursor,
  type FilterName,
  type Light,
  type QueueView,
  type QueueWish,
  type SortKey,
} from './queue.rules'
import { marksOf } from './row-marks.view'

const viewWords: Record<QueueView, string> = {
  all: '全部在办',
  mine: '我的在办',
  unassigned: '待分派',
  'new-messages': '有新留言',
}

const lightWords: Record<Light, string> = { red: '超期', amber: '快到期', green: '正常' }

const emptyWords: Record<QueueView, string> = {
  all: '现在没有在办的线索。收到新的举报，会排在这里。',
  mine: '现在没有分派给您的线索。分派以后会排在这里。',
  unassigned: '没有待分派的线索。',
  'new-messages': '没有新留言。举报人写来新的留言，会排在这里。',
}

const filterWords: Record<FilterName, string> = {
  behaviour: '行为',
  kind: '对象类别',
  state: '阶段',
  source: '来源',
  region: '地区',
  handler: '承办人',
  screening: '甄别',
}

const sortWords: Record<SortKey, string> = {
  due: '期限（工作日）',
  number: '编号',
  behaviour: '行为',
  state: '阶段',
}

const sortChoices: readonly (readonly [string, string])[] = [
  ['due', '期限最近在前'],
  ['-due', '期限最远在前'],
  ['number', '收到最早在前'],
  ['-number', '收到最晚在前'],
  ['behaviour', '按行为'],
  ['state', '按阶段'],
]

const wordsOf = (options: readonly Option[], value: string): string =>
  options.find(option => option.value === value)?.words ?? value

const dueClass = (colour: LampColour): string =>
  colour === 'red' || colour === 'amber' ? colour : 'plain'

const titleWords = (title: CaseTitle | undefined) =>
  title === undefined
    ? { target: '还打不开', gist: '您的钥匙要由本岗位的同事先确认。', identity: '' }
    : { target: title.target, gist: title.gist, identity: identityWords[title.identity] }

const behaviourWords = (found: Case, options: Options) => ({
  first: wordsOf(options.behaviour, found.behaviour),
  more: found.behaviours.length > 1 ? `等 ${found.behaviours.length} 项` : '',
})

const toRow = (row: QueueRow, back: string, today: Day, options: Options) => {
  const { found, lamp } = row
  const { nextDueOn } = found
  return {
    href: caseHref(found.id, { back }),
    lamp: lamp.colour,
    dueClass: dueClass(lamp.colour),
    due: lampWords(lamp.colour, lamp.workingDays),
    dueOn: nextDueOn === null ? '' : `${shortDay(nextDueOn, today)} 到期`,
    number: row.number,
    received: `${shortDay(found.receivedOn, today)} 收到`,
    ...titleWords(row.title),
    marks: marksOf(row),
    behaviour: behaviourWords(found, options),
    source: sourceWords[found.source] ?? found.source,
    state: stateWords[found.state],
    who: row.handlers.join('、'),
  }
}

const toLights = (wish: QueueWish, lights: QueueFindings['lights']) =>
  (['red', 'amber', 'green'] as const).map(light => ({
    lamp: light,
    href: queueHref({ ...wish, light: wish.light === light ? undefined : light }),
    words: lightWords[light],
    count: countInWords(lights[light]),
    current: wish.light === light,
    tone: light === 'green' ? '' : `is-${light}`,
  }))

const toViews = (wish: QueueWish, views: QueueFindings['views']) =>
  Object.entries(views).map(([name, count]) => {
    const view = name as QueueView
    return {
      href: queueHref({ ...plainWish, view, sort: wish.sort, size: wish.size }),
      words: viewWords[view],
      count: countInWords(count),
      // A handler has no wider list than his own.
      current:
        wish.view === view || (view === 'mine' && wish.view === 'all' && views.all === undefined),
      hot: view === 'new-messages' && count > 0,
    }
  })

const dropped = (wish: QueueWish, name: FilterName | 'light'): QueueWish =>
  name === 'light'
    ? { ...wish, light: undefined }
    : {
        ...wish,
        filters: { ...wish.filters, [name]: undefined },
      }

const activeNames = (wish: QueueWish): (FilterName | 'light')[] => [
  ...(wish.light === undefined ? [] : (['light'] as const)),
  ...filterNames.filter(name => wish.filters[name] !== undefined),
]

const chipWords = (wish: QueueWish, name: FilterName | 'light', options: Options): string =>
  name === 'light'
    ? `期限：${wish.light === undefined ? '' : lightWords[wish.light]}`
    : `${filterWords[name]}：${wordsOf(options[name], wish.filters[name] ?? '')}`

const toChips = (wish: QueueWish, options: Options, findings: QueueFindings) =>
  activeNames(wish).map(name => ({
    words: chipWords(wish, name, options),
    href: queueHref(dropped(wish, name)),
    /** How many there would be without it; said only when the list is empty. */
    found: countInWords(findings.without[name] ?? 0),
    helps: (findings.without[name] ?? 0) > 0,
  }))

const columnPlaces: readonly (readonly [string, string])[] = [
  ['c-due', 'due'],
  ['c-no', 'number'],
  ['c-main', '被举报对象和摘要'],
  ['c-type', 'behaviour'],
  ['c-src', '来源'],
  ['c-stage', 'state'],
  ['c-who', '承办人'],
]

const isSortKey = (text: string): text is SortKey => text in sortWords

const arrowOf = { ascending: '↑', descending: '↓', '': '' } as const

const toColumns = (wish: QueueWish) =>
  columnPlaces.map(([place, what]) => {
    if (!isSortKey(what)) return { place, words: what, href: '', sorted: '', arrow: '' }
    const current = wish.sort.by === what
    const order = wish.sort.descending ? 'descending' : 'ascending'
    const sorted = current ? order : ''
    return {
      place,
      words: sortWords[what],
      href: queueHref({
        ...wish,
        sort: { by: what, descending: current && !wish.sort.descending },
      }),
      sorted,
      arrow: arrowOf[sorted],
    }
  })

type Choice = Option & { readonly selected: boolean }
type Group = { readonly label: string; readonly options: Choice[] }

/** Neighbours of one group under its name; what has no group stands by itself. */
const inGroups = (options: readonly Choice[]): readonly Group[] => {
  const groups: Group[] = []
  for (const option of options) {
    const label = option.group ?? ''
    const last = groups.at(-1)
    if (last?.label === label) last.options.push(option)
    else groups.push({ label, options: [option] })
  }
  return groups
}

const toSelects = (wish: QueueWish, options: Options) =>
  filterNames
    .filter(name => options[name].length > 0)
    .map(name => ({
      name,
      label: filterWords[name],
      all: name === 'state' ? '在办全部' : '全部',
      groups: inGroups(
        options[name].map(option => ({ ...option, selected: option.value === wish.filters[name] })),
      ),
    }))

const sortOf = (wish: QueueWish): string => `${wish.sort.descending ? '-' : ''}${wish.sort.by}`

const placeValue = ({ found }: QueueRow, by: SortKey): string => {
  if (by === 'number') return ''
  return by === 'due' ? (found.nextDueOn ?? 'infinity') : found[by]
}

const turn = (wish: QueueWish, row: QueueRow | undefined, direction: 'after' | 'before') =>
  row === undefined
    ? ''
    : queueHref(wish, {
        [direction]: writeCursor(wish.sort, {
          value: placeValue(row, wish.sort.by),
          arrival: row.found.arrival,
        }),
      })

const toPaging = (wish: QueueWish, { rows, hasEarlier, hasLater, listed }: QueueFindings) => ({
  words: `本页 ${rows.length} 件，共 ${countInWords(listed)} 件`,
  earlier: hasEarlier ? turn(wish, rows[0], 'before') : '',
  later: hasLater ? turn(wish, rows.at(-1), 'after') : '',
  sizes: pageSizes.map(size => ({
    words: size,
    href: queueHref({ ...wish, size }),
    current: size === wish.size,
  })),
})

/** Everything views/triage/queue.ejs prints. */
export const toQueuePage = (request: QueueRequest, findings: QueueFindings, options: Options) => {
  const { wish, problems } = request
  const here = queueHref(wish, cursorOf(request))
  const chips = toChips(wish, options, findings)
  const listed = countInWords(findings.listed)
  return {
    title: `线索队列（${listed} 件）`,
    queryErrors: problems,
    listNav: wish.view === 'mine' ? 'mine' : 'queue',
    listed,
    lights: toLights(wish, findings.lights),
    views: toViews(wish, findings.views),
    selects: toSelects(wish, options),
    kept: { view: wish.view, light: wish.light ?? '', size: wish.size },
    chips,
    clear: queueHref({ ...plainWish, view: wish.view, sort: wish.sort, size: wish.size }),
    narrowed: isNarrowed(wish),
    filterSummary: chips.length === 0 ? '筛选条件' : `筛选条件（已选 ${chips.length} 项）`,
    sorts: sortChoices.map(([value, words]) => ({
      value,
      words,
      selected: value === sortOf(wish),
    })),
    columns: toColumns(wish),
    rows: findings.rows.map(row => toRow(row, here, findings.today, options)),
    paging: toPaging(wish, findings),
    emptyWords: emptyWords[wish.view],
  }
}

const cursorOf = ({ wish, from }: QueueRequest) => {
  if (from === undefined) return {}
  return { [from.backwards ? 'before' : 'after']: writeCursor(wish.sort, from) }
}
