import type { FormState } from '../platform/http/form'
import { idTypes, paperNames } from '../vocabulary/report-answers'

export const OFFICE = '/staff/finance/office'

type Shown = {
  readonly reasonMin: number
  readonly reasonMax: number
  readonly count: number
  readonly most: number
  readonly once: string
  readonly form: FormState
}

const paperOptions = (chosen: string) =>
  idTypes.map(code => ({ code, words: paperNames[code], chosen: code === chosen }))

/** Everything views/finance/office.ejs prints. */
export const toOfficePage = ({ count, most, once, form, ...lengths }: Shown) => ({
  title: '在窗口登记领奖',
  action: OFFICE,
  once,
  count: String(count),
  mayAdd: count < most,
  blocks: Array.from({ length: count }, (_, at) => ({
    at: String(at),
    heading: count === 1 ? '收款人' : `收款人 ${String(at + 1)}`,
    papers: paperOptions(form.values[`id_type_${String(at)}`] ?? 'id-card'),
  })),
  agentPapers: paperOptions(form.values['agent_id_type'] ?? 'id-card'),
  values: form.values,
  errors: form.errors,
  ...lengths,
})
