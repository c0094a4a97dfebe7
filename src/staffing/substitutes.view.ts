import { dayInWords, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import type { Substitution } from './substitution'

type Row = { readonly one: Substitution; readonly waiting: number }

type ListPage = {
  readonly rows: readonly Row[]
  readonly names: ReadonlyMap<StaffId, string>
  readonly today: Day
  readonly next: string | undefined
  readonly given: number | undefined
}

const keysInWords = ({ one, waiting }: Row, today: Day): string => {
  if (one.fromOn > today) return '开始那天再交'
  return waiting === 0 ? '都已经交出' : `还有 ${waiting} 件没有交出`
}

const givenInWords = (given: number | undefined): string => {
  if (given === undefined) return ''
  return given === 0 ? '没有您能交出密钥的案件。' : `交出了 ${given} 件的密钥。`
}

export const toSubstitutesPage = ({ rows, names, today, next, given }: ListPage) => ({
  title: '请假代办',
  errors: {},
  given: givenInWords(given),
  rows: rows.map(row => ({
    href: `/staff/substitutes/${row.one.id}`,
    who: names.get(row.one.staffId) ?? '',
    by: names.get(row.one.substituteId) ?? '',
    days: `${dayInWords(row.one.fromOn)}至 ${dayInWords(row.one.untilOn)}`,
    keys: keysInWords(row, today),
    waiting: row.waiting > 0,
  })),
  next: next === undefined ? '' : `/staff/substitutes?after=${next}`,
})

type NewPage = {
  readonly id: string
  readonly people: readonly { readonly id: StaffId; readonly displayName: string }[]
  readonly longest: number
  readonly form: FormState
}

export const toNewSubstitutePage = ({ id, people, longest, form }: NewPage) => {
  const select = (name: string, label: string) => ({
    id: name,
    label,
    options: people.map(one => ({
      value: one.id,
      words: one.displayName,
      selected: form.values[name] === one.id,
    })),
  })
  return {
    title: '指定代办人',
    errors: form.errors,
    id,
    selects: [select('staff', '谁请假'), select('substitute', '谁来代办')],
    from: form.values['from'] ?? '',
    until: form.values['until'] ?? '',
    untilHint: `一次最长 ${longest} 天`,
  }
}
