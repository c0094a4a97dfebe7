import type { Area } from '../organisations'
import { placeInWords } from '../organisations'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { Relation } from './relation'

type Page = {
  readonly own: readonly Relation[]
  readonly grounds: readonly { readonly code: string; readonly name: string }[]
  readonly areas: readonly Area[]
  readonly once: string
  readonly form: FormState
}

export const toRelationsPage = ({ own, grounds, areas, once, form }: Page) => ({
  title: '我的回避关系',
  rows: own.map(one => ({
    id: one.id,
    what: one.name === '' ? placeInWords(one.regionCode, areas) : one.name,
    ground: grounds.find(({ code }) => code === one.ground)?.name ?? '有需要回避的关系',
    effect:
      one.name === ''
        ? '给您分派那里的案件时提醒'
        : one.institutionId === null
          ? '按名称自动回避'
          : '自动回避',
    on: dayInWords(one.madeOn),
  })),
  grounds: grounds.map(({ code, name }, at) => ({
    id: at === 0 ? 'ground' : `ground-${at}`,
    code,
    name,
    chosen: form.values['ground'] === code,
  })),
  areas: areas.map(({ code, name, group }) => ({
    code,
    words: group === '' ? name : `${group} ${name}`,
    chosen: form.values['region'] === code,
  })),
  name: form.values['name'] ?? '',
  once: form.values['once'] ?? once,
  formErrors: form.errors,
})
