import { momentInWords } from '../accounts'
import type { FormState } from '../platform/http/form'
import type { Change } from './change'
import { CHANGES, changeHref } from './change-path'
import { dutiesInWords } from './people.view'

const whatOf = (change: Change): string =>
  change.kind === 'duties'
    ? `${change.staff.displayName}的职责`
    : `${change.moved.shortName}的上级单位`

type ListPage = {
  readonly rows: readonly Change[]
  readonly next: Change | undefined
  readonly isFirst: boolean
}

export const toChangesPage = ({ rows, next, isFirst }: ListPage) => ({
  title: '待生效的变更',
  errors: {},
  rows: rows.map(change => ({
    href: changeHref(change.id),
    what: whatOf(change),
    body: change.kind === 'duties' ? change.body : change.moved.shortName,
    by: change.by,
    at: momentInWords(change.at),
  })),
  first: isFirst ? '' : CHANGES,
  next: next === undefined ? '' : `${CHANGES}?after=${next.at.getTime()}.${next.id}`,
})

const factsOf = (change: Change) =>
  change.kind === 'duties'
    ? [
        { head: '姓名', words: `${change.staff.displayName}（${change.staff.username}）` },
        { head: '单位', words: change.body },
        { head: '现在的职责', words: dutiesInWords(change.staff.duties) },
        { head: '改为', words: dutiesInWords(change.duties) },
      ]
    : [
        { head: '单位', words: change.moved.name },
        { head: '现在的上级', words: change.from },
        { head: '改为', words: change.to.name },
      ]

const effects = {
  duties:
    '请先向他的科室核实。生效以后，新的职责马上能用；有岗位密钥的，还要岗位成员在“密钥与成员”里确认本人。取消的职责马上收回密钥，岗位换一把新密钥。',
  move: '上级单位决定了涉及它自己的举报交给谁、由谁督办。生效以后，新的举报按新的上级办。',
} as const

type May = { readonly decide: boolean; readonly withdraw: boolean }

export const toChangePage = (change: Change, may: May, { values, errors }: FormState) => ({
  title: whatOf(change),
  errors,
  may,
  action: changeHref(change.id),
  facts: [
    ...factsOf(change),
    { head: '提出的人', words: `${change.by}，${momentInWords(change.at)}` },
  ],
  effect: effects[change.kind],
  chosen: values['decision'] ?? '',
})
