import { z } from 'zod'
import { oneOf, readPaper, typedField } from '../filing'
import { payeeForm, personName, type Payee } from '../payouts'
import type { Day } from '../platform/clock'
import { readForm } from '../platform/http/form'
import type { Fen } from '../vocabulary/money'
import { idTypes } from '../vocabulary/report-answers'
import { lengthOf, line, prose } from '../vocabulary/typing'

type Limits = {
  readonly name: number
  readonly payees: number
  readonly today: Day
  readonly reasonMin: number
  readonly reasonMax: number
}
type Body = Readonly<Record<string, unknown>>
type Errors = Readonly<Record<string, string>>
type Agent = NonNullable<Payee['agent']>

const asBody = (body: unknown): Body => (body ?? {}) as Body

/** How many people's fields the page has. */
export const countIn = (body: unknown, { payees }: Limits): number => {
  const count = Number(asBody(body)['count'])
  return Number.isInteger(count) ? Math.min(Math.max(count, 1), payees) : 1
}

export const fieldIn = (body: unknown, name: string): string => {
  const value = asBody(body)[name]
  return typeof value === 'string' ? value : ''
}

const payeeFields = ['name', 'id_type', 'id_number', 'account', 'bank', 'amount'] as const

/** More than any award. */
const MOST: Fen = 10n ** 15n

type Shares = { readonly payees: readonly Payee[]; readonly errors: Errors }

/** One after the other, each of what those before have left. @param whole undefined: not known yet */
const readShares = (body: unknown, limits: Limits, whole: Fen = MOST): Shares => {
  const payees: Payee[] = []
  const errors: Record<string, string> = {}
  let left = whole
  for (let at = 0; at < countIn(body, limits); at += 1) {
    const typed = payeeFields.map(name => [name, fieldIn(body, `${name}_${at}`)] as const)
    const read = readForm(payeeForm({ ...limits, left }), Object.fromEntries(typed))
    if (read.ok) {
      payees.push(read.value)
      left = whole === MOST ? MOST : left - read.value.fen
    } else for (const [name, why] of Object.entries(read.form.errors)) errors[`${name}_${at}`] = why
  }
  return { payees, errors }
}

const agentForm = ({ name: most, today }: Limits) =>
  z
    .object({
      agent_name: typedField,
      agent_id_type: oneOf(idTypes, '请选证件类型').catch('id-card'),
      agent_id_number: typedField,
      agent_seen: z.literal('yes').optional(),
    })
    .transform((form, context): Agent | undefined => {
      if (line(form.agent_name + form.agent_id_number) === '') return undefined
      const name = personName(most, '请写姓名').safeParse(form.agent_name)
      const paper = readPaper(form.agent_id_type, today, form.agent_id_number)
      const wrong = (path: string, message: string) => {
        context.addIssue({ code: 'custom', path: [path], message })
      }
      for (const { message } of name.error?.issues ?? [])
        wrong('agent_name', `代领的人：${message}`)
      if (!paper.ok) wrong('agent_id_number', `代领的人：${paper.why}`)
      if (form.agent_seen === undefined) wrong('agent_seen', '有人代领的，请先看过授权书')
      const idNumber = paper.ok ? paper.value : ''
      return { name: line(form.agent_name), idType: form.agent_id_type, idNumber }
    })

const SeenForm = z.object({
  seen: z.literal('yes', '请先看过收款人的证件原件'),
  once: z.uuid('这一页打开太久了，请再提交一次'),
})

/** The word was forgotten: how whoever came showed that the report is theirs. */
const forgotForm = ({ reasonMin: min, reasonMax: max }: Limits) =>
  z
    .object({ forgot: z.literal('yes').optional(), forgot_why: typedField, word: typedField })
    .transform(({ forgot, forgot_why, word }, context): string | undefined => {
      if (forgot === undefined) return undefined
      const wrong = (path: string, message: string) => {
        context.addIssue({ code: 'custom', path: [path], message })
      }
      const why = prose(forgot_why)
      if (lengthOf(why) < min)
        wrong('forgot_why', `请写来的人怎样说明这份举报是自己的，至少 ${String(min)} 个字`)
      if (lengthOf(why) > max) wrong('forgot_why', `最多 ${String(max)} 字`)
      if (line(word) !== '') wrong('word', '口令忘了的，这一栏空着；写了口令的，不要勾“口令忘了”')
      return why
    })

type Office =
  | {
      readonly ok: true
      readonly once: string
      readonly payees: readonly Payee[]
      readonly noWord: string | undefined
    }
  | { readonly ok: false; readonly errors: Errors }

/** What an officer typed for whoever came, but for the code. @param whole undefined: not known yet */
export const readOffice = (body: unknown, limits: Limits, whole?: Fen): Office => {
  const { payees, errors } = readShares(body, limits, whole)
  const agent = readForm(agentForm(limits), body)
  const seen = readForm(SeenForm, body)
  const forgot = readForm(forgotForm(limits), body)
  if (agent.ok && seen.ok && forgot.ok && Object.keys(errors).length === 0)
    return {
      ok: true,
      once: seen.value.once,
      payees: payees.map(one => withAgent(one, agent.value)),
      noWord: forgot.value,
    }
  return {
    ok: false,
    errors: {
      ...errors,
      ...(agent.ok ? {} : agent.form.errors),
      ...(seen.ok ? {} : seen.form.errors),
      ...(forgot.ok ? {} : forgot.form.errors),
    },
  }
}

const withAgent = (payee: Payee, agent: Agent | undefined): Payee =>
  agent === undefined ? payee : { ...payee, agent }
