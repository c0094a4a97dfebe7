import { momentInWords } from '../accounts'
import { shortLabel } from '../cases'
import type { LawEntry } from '../lawbook'
import type { FormState } from '../platform/http/form'
import { stateWords } from '../vocabulary/case-words'
import type { StaffId } from '../vocabulary/ids'
import type { HeldCase } from './hold'

export const holdFaults = {
  unknown: { number: '没有这个编号的线索，请核对' },
  erased: { number: '这一件已经到期销毁，不能再保全。“到期销毁”那一页有销毁证明' },
  ground: { ground: '请选一个事由' },
} as const

type Grounds = readonly LawEntry<'hold-ground'>[]

const toChoices = (grounds: Grounds, chosen: string | undefined) =>
  grounds.map(({ code, data }, index) => ({
    id: index === 0 ? 'ground' : `ground-${index}`,
    code,
    name: data.name,
    chosen: code === chosen,
  }))

const nameOf = (grounds: Grounds, code: string): string =>
  grounds.find(ground => ground.code === code)?.data.name ?? code

type Page = {
  readonly held: readonly HeldCase[]
  readonly names: ReadonlyMap<StaffId, string>
  readonly grounds: Grounds
  readonly form: FormState
}

export const toHoldsPage = ({ held, names, grounds, form }: Page) => {
  const last = held.at(-1)
  return {
    title: '保全',
    rows: held.map(({ hold, found }) => ({
      number: shortLabel(found.year, found.serial),
      state: stateWords[found.state],
      ground: nameOf(grounds, hold.ground),
      by: names.get(hold.set_by) ?? '',
      when: momentInWords(hold.set_at),
      href: `/staff/admin/retention/holds/${hold.id}`,
    })),
    next: last === undefined ? undefined : `/staff/admin/retention/holds?after=${last.hold.id}`,
    grounds: toChoices(grounds, form.values['ground']),
    number: form.values['number'] ?? '',
    errors: form.errors,
  }
}

type LiftPage = {
  readonly held: HeldCase
  readonly names: ReadonlyMap<StaffId, string>
  readonly set: Grounds
  readonly grounds: Grounds
  readonly form: FormState
}

export const toLiftPage = ({ held: { hold, found }, names, set, grounds, form }: LiftPage) => ({
  title: '解除保全',
  number: shortLabel(found.year, found.serial),
  ground: nameOf(set, hold.ground),
  by: names.get(hold.set_by) ?? '',
  when: momentInWords(hold.set_at),
  lifted: hold.lifted_at !== null,
  action: `/staff/admin/retention/holds/${hold.id}`,
  grounds: toChoices(grounds, form.values['ground']),
  errors: form.errors,
})
