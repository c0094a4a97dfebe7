import { groupBehaviours, unsureBehaviour, type Lists } from '../filing'
import { placeInWords } from '../organisations'
import { shortDay, type Day } from '../platform/clock'
import type { Institution } from '../registry'
import { idTypes, paperNames } from '../vocabulary/report-answers'
import {
  channelName,
  channelPath,
  channels,
  channelWords,
  isWritten,
  type Channel,
} from './channel.rules'
import type { OpenSheet } from './sheet'
import { gistOf, type SheetContent } from './sheet.rules'

type Words = Readonly<Record<string, string>>

type SheetPage = {
  readonly id: string
  readonly source: Channel
  readonly content: SheetContent
  readonly errors: Words
  readonly lists: Lists
  readonly targets: {
    readonly found: { readonly items: readonly Institution[]; readonly more: boolean } | undefined
    readonly picked: Institution | undefined
  }
  readonly waiting: readonly OpenSheet[]
  readonly said: string | undefined
  /** Somebody above could open what concerns the body itself. */
  readonly goesAbove: boolean
  /** The sheet lies in the database already. */
  readonly kept: boolean
}

const saidWords: Words = {
  saved: '存好了，接着记。',
  kept: '已经放下，标为未完成。右边（手机上在下面）可以找回来接着记。',
  dropped: '这份没记完的已经删掉。',
  filed: '已经登记好，查询码也收起来了。',
  gone: '这份登记已经提交过，不能再改。',
}

const selected = (value: string, words: string, chosen: string | undefined) => ({
  value,
  words,
  selected: value === chosen,
})

export const nobodyAbove = '上一级还没有接入，这里收不了。请告诉对方直接向上一级医保部门反映'

const aboveHints = {
  takes: '涉及或者不清楚的，登记后直接交上一级，本级打不开。您已经听到的内容不要对同事说。',
  none: '涉及或者不清楚的，上一级还没有接入，这里收不了：请告诉对方直接向上一级医保部门反映。',
}

const toTargets = ({ targets: { found, picked }, lists, content }: SheetPage) => {
  const items = found?.items ?? []
  const shown =
    picked === undefined || items.some(({ id }) => id === picked.id) ? items : [picked, ...items]
  return {
    options: shown.map(({ id, name, kind, regionCode, address }) => ({
      value: `institution:${id}`,
      name,
      detail: [kind, placeInWords(regionCode, lists.areas), address].filter(Boolean).join('，'),
      checked: content.values['choice'] === `institution:${id}`,
    })),
    searched: found !== undefined,
    none: found?.items.length === 0,
    more: found?.more ?? false,
  }
}

/** Three selects instead of fifty boxes: a list can be typed into by code, and is one stop for the keyboard. */
const behaviourPlaces = ['主要的', '还有', '还有'] as const

const toBehaviours = ({ lists, content }: SheetPage) => {
  const listed = lists.behaviours.filter(({ code }) => code !== unsureBehaviour)
  const { near } = groupBehaviours(listed, lists.kinds, undefined)
  return behaviourPlaces.map((label, at) => ({
    label,
    id: at === 0 ? 'behaviours' : `behaviours-${at + 1}`,
    groups: near.map(({ name, behaviours }) => ({
      name,
      options: behaviours.map(({ code, plain }) =>
        selected(code, `${code} ${plain}`, content.behaviours[at]),
      ),
    })),
  }))
}

const toAreas = ({ lists, content }: SheetPage) => {
  const groups = [...new Set(lists.areas.map(({ group }) => group))]
  return groups.map(name => ({
    name,
    options: lists.areas
      .filter(({ group }) => group === name)
      .map(area => selected(area.code, area.name, content.values['district'])),
  }))
}

const toWho = ({ lists, content }: SheetPage) => ({
  identities: lists.identities.map(({ code, name, hint }) => ({
    code,
    name,
    detail: hint,
    checked: content.values['identity'] === code,
  })),
  papers: idTypes.map(code =>
    selected(code, paperNames[code], content.values['who_id_type'] ?? 'id-card'),
  ),
  claimSet: content.claim !== undefined,
  claimLeast: lists.limits['claim-word.min'],
})

const toWaiting = (waiting: readonly OpenSheet[], today: Day) =>
  waiting.map(sheet => ({
    href: `${channelPath(sheet.source)}?sheet=${sheet.id}`,
    drop: `/staff/intake/sheets/${sheet.id}/drop`,
    gist: gistOf(sheet.content) === '' ? '还没有记下什么' : gistOf(sheet.content),
    what: `${channelName(sheet.source)}，${shortDay(sheet.begunOn, today)} 开始，留到 ${shortDay(sheet.expiresOn, today)}`,
  }))

export const toSheetPage = (page: SheetPage) => {
  const { id, source, content, lists, errors, said } = page
  const words = channelWords(source)
  return {
    title: words.title,
    errors,
    sheet: id,
    action: channelPath(source),
    person: words.person,
    script: words.script,
    isLetter: isWritten(source),
    putAside: words.putAside,
    checkWords: words.readBack,
    channels: channels.map(one => ({
      href: channelPath(one),
      words: channelWords(one).title,
      current: one === source,
    })),
    values: content.values,
    saidText: said === undefined ? '' : (saidWords[said] ?? ''),
    saidTone: said === 'gone' ? 'warn' : '',
    targets: toTargets(page),
    areas: toAreas(page),
    who: toWho(page),
    behaviours: toBehaviours(page),
    relations: lists.relations.map(({ code, name }) =>
      selected(code, name, content.values['relation']),
    ),
    aboveHint: aboveHints[page.goesAbove ? 'takes' : 'none'],
    textLimit: lists.limits['report.text'],
    waiting: toWaiting(
      page.waiting.filter(one => one.id !== id),
      lists.today,
    ),
    days: lists.limits['draft.days'],
    idleMinutes: lists.limits['staff.idle-minutes'],
    kept: page.kept,
  }
}
