import { momentInWords } from '../accounts'
import { caseLabel } from '../cases'
import { dayInWords } from '../platform/clock'
import type { StaffActor } from '../vocabulary/actor'
import type { RecordItemId } from '../vocabulary/ids'
import { isAllowed } from '../vocabulary/permission'
import { caseHref } from '../vocabulary/staff-paths'
import type { OpenFile, RecordItem, ShownItem } from './record'
import { pagesInWords } from './record-words'

/** Where somebody goes back to: a legal reviewer has the page of the review, not that of the case. */
const backOf = ({ found }: OpenFile, viewer: StaffActor) =>
  isAllowed(viewer, 'case.view')
    ? { back: caseHref(found.id), backWords: '返回这一件' }
    : { back: `${caseHref(found.id)}/review`, backWords: '返回审核' }

const recordPath = ({ found }: OpenFile): string => `/staff/cases/${found.id}/record`

const stateOf = ({ confirmedAt }: RecordItem): string =>
  confirmedAt === null ? '待确认' : '已确认'

const waitsFor = ({ item }: ShownItem, viewer: StaffActor): boolean =>
  item.confirmedAt === null && item.second === viewer.id

type List = {
  readonly items: readonly ShownItem[]
  readonly next: number | undefined
  readonly after: number
  readonly viewer: StaffActor
}

/** For views/investigation/list. */
export const toListPage = (file: OpenFile, { items, next, after, viewer }: List) => {
  const base = recordPath(file)
  return {
    title: `调查材料 ${caseLabel(file.found.year, file.found.serial)}`,
    label: caseLabel(file.found.year, file.found.serial),
    ...backOf(file, viewer),
    add: file.mayAdd && isAllowed(viewer, 'investigation.add') ? `${base}/new` : '',
    volume: `/staff/cases/${file.found.id}/volume`,
    rows: items.map(shown => ({
      number: shown.item.serial,
      href: `${base}/${shown.item.id}`,
      title: shown.item.words.title,
      kind: shown.kind,
      on: dayInWords(shown.item.madeOn),
      place: shown.item.words.place,
      officers: `${shown.first}、${shown.second}`,
      pages: pagesInWords(shown.item.words),
      state: stateOf(shown.item),
      mine: waitsFor(shown, viewer),
      version: shown.item.version > 1 ? `第 ${shown.item.version} 版` : '',
    })),
    first: after > 0 ? base : '',
    next: next === undefined ? '' : `${base}?after=${next}`,
  }
}

type Item = {
  readonly versions: readonly ShownItem[]
  readonly itemId: RecordItemId
  readonly viewer: StaffActor
}

const factsOf = ({ item, kind, first, second }: ShownItem) =>
  [
    { name: '种类', value: kind },
    { name: '日期', value: dayInWords(item.madeOn) },
    { name: '地点', value: item.words.place },
    { name: '办案人员', value: `${first}、${second}` },
    { name: '页数', value: pagesInWords(item.words) },
    { name: '备注', value: item.words.remark },
    { name: '加入', value: `${first}，${momentInWords(item.addedAt)}` },
    {
      name: '确认',
      value:
        item.confirmedAt === null
          ? `等 ${second} 确认`
          : `${second}，${momentInWords(item.confirmedAt)}`,
    },
  ].filter(({ value }) => value !== '')

const versionLine = (file: OpenFile, { item, first }: ShownItem) => ({
  href: `${recordPath(file)}/${item.id}`,
  words: `第 ${item.version} 版，${first}，${momentInWords(item.addedAt)}`,
  id: item.id,
})

/** What the viewer may do with this version; only the newest one is confirmed or corrected. */
const doOf = (file: OpenFile, shown: ShownItem, viewer: StaffActor) => {
  const base = recordPath(file)
  const { id } = shown.item
  const corrects = file.mayAdd && isAllowed(viewer, 'investigation.add')
  return {
    old: '',
    confirm: waitsFor(shown, viewer) ? `${base}/${id}/confirm` : '',
    correct: corrects ? `${base}/new?of=${id}` : '',
  }
}

const versionsOf = (file: OpenFile, { versions, itemId }: Item) =>
  versions.length > 1
    ? versions.map(one => ({ ...versionLine(file, one), current: one.item.id === itemId }))
    : []

/** For views/investigation/item. The versions are those of one number, the newest first. */
export const toItemPage = (file: OpenFile, asked: Item) => {
  const [newest] = asked.versions
  const shown = asked.versions.find(({ item }) => item.id === asked.itemId)
  if (shown === undefined || newest === undefined) throw new Error('an item is among its versions')
  const { item } = shown
  const { title, text } = item.words
  const base = recordPath(file)
  const gone = { old: `${base}/${newest.item.id}`, confirm: '', correct: '' }
  return {
    item,
    page: {
      title,
      label: caseLabel(file.found.year, file.found.serial),
      number: `第 ${item.serial} 号`,
      back: base,
      name: title,
      text: text === '' ? [] : text.split('\n'),
      fileLink:
        item.evidenceId === null ? '' : `/staff/cases/${item.caseId}/evidence/${item.evidenceId}`,
      facts: factsOf(shown),
      versions: versionsOf(file, asked),
      ...(shown === newest ? doOf(file, shown, asked.viewer) : gone),
    },
  }
}
