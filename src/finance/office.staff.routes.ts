import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import { visitorOf } from '../accounts'
import type { Awards } from '../awards'
import type { Holder } from '../desks'
import { payeeForm, type Payee } from '../payouts'
import { dayOf } from '../platform/clock'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { readForm, type FormState } from '../platform/http/form'
import type { Permission } from '../vocabulary/permission'
import { idTypes, paperNames } from '../vocabulary/report-answers'
import { CLAIMS } from './claims.view'
import { sentenceOf, typedIn, type PayoutDoorDeps } from './payout-door'

type Deps = Omit<PayoutDoorDeps, 'awards'> & {
  readonly awards: Pick<Awards, 'course' | 'told'>
}

const OFFICE = '/staff/finance/office'

/**
 * A claim at the office: who came types the code and the word on the officer's page, the officer sees the papers, and
 * another one checks it. The code opens the report in this one request only, and is kept nowhere.
 */
export const openOfficeDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(OFFICE, 'claim.enter', (_req, res) => {
    draw(deps, res, { values: {}, errors: {} }, '')
  })
  staff.post(OFFICE, 'claim.enter', enter(deps))
}

/** Code and word are not drawn again: they would stay in the page of an officer's browser. */
const secrets = ['code', 'word']

const draw = (
  { random }: Deps,
  res: Response,
  { values, errors }: FormState,
  problem: string,
): void => {
  const kept = Object.fromEntries(
    Object.entries(values).filter(([name]) => !secrets.includes(name)),
  )
  res.render('finance/office', {
    ...{ title: '在窗口登记申领', values: { id_type: 'id-card', ...kept }, errors, problem },
    once: random.uuid(),
    papers: Object.entries(paperNames).map(([code, name]) => ({ code, name })),
  })
}

const unknown = '没有找到这个查询码对应的、可以领的奖励，或者口令不对。请核对后再输一次'

const reporterOf = async (
  { db, receipts, cases, payouts, awards }: Deps,
  typed: FormState['values'],
): Promise<{ readonly reporter: Holder; readonly left: bigint } | undefined> => {
  const read = receipts.readCode(typed['code'] ?? '')
  if (!read.ok) return undefined
  const derived = await receipts.deriveAll(read.code)
  const opened = await db.inTransaction(tx => cases.openByReceipt(tx, derived))
  if (opened === undefined) return undefined
  const { holder } = opened
  const answer = await payouts.words.check(holder, typed['word'] ?? '', 'office')
  if (answer.kind !== 'right') return undefined
  return db.inTransaction(async tx => {
    const award = await awards.told(tx, holder)
    if (award?.kind !== 'grant') return undefined
    return { reporter: holder, left: await payouts.claims.left(tx, award) }
  })
}

const AgentForm = z
  .object({
    once: z.uuid('这一页放得太久了，请再提交一次'),
    seen: z.literal('yes', '先当面核对证件，再勾选'),
    agent_name: z.string().trim().max(60).optional(),
    agent_type: z.enum(idTypes).optional(),
    agent_number: z.string().trim().max(40).optional(),
    authorised: z.string().optional(),
  })
  .superRefine((form, context) => {
    if ((form.agent_name ?? '') === '') return
    if ((form.agent_number ?? '') === '')
      context.addIssue({ code: 'custom', path: ['agent_number'], message: '请写代领人的证件号' })
    if (form.authorised === undefined)
      context.addIssue({
        code: 'custom',
        path: ['authorised'],
        message: '代领要有授权书，看过再勾选',
      })
  })

type AgentForm = z.output<typeof AgentForm>

const withAgent = (payee: Payee, form: AgentForm): Payee => {
  const {
    agent_name: name = '',
    agent_type: idType = 'id-card',
    agent_number: idNumber = '',
  } = form
  return name === '' ? payee : { ...payee, agent: { name, idType, idNumber } }
}

type Read =
  | {
      readonly ok: true
      readonly reporter: Holder
      readonly payee: Payee
      readonly once: string
    }
  | { readonly ok: false; readonly form: FormState }

/** More than any award, where the code opens none: the other fields are read all the same. */
const ANY_SUM = 10n ** 15n

const faultsOf = (...forms: readonly { readonly ok: boolean; readonly form?: FormState }[]) =>
  forms.reduce<FormState['errors']>((all, { form }) => ({ ...all, ...form?.errors }), {})

const readAll = async (deps: Deps, body: unknown): Promise<Read> => {
  const { db, lawbook, clock } = deps
  const values = typedIn(body)
  const found = await reporterOf(deps, values)
  const limits = await db.piecemeal(tx => lawbook.limits(tx, { place: '*', on: dayOf(clock()) }))
  const left = found?.left ?? ANY_SUM
  const payee = readForm(payeeForm({ name: limits['subject.name'], left }), body)
  const agent = readForm(AgentForm, body)
  if (found !== undefined && payee.ok && agent.ok) {
    const { once } = agent.value
    return { ok: true, reporter: found.reporter, payee: withAgent(payee.value, agent.value), once }
  }
  const errors = { ...(found === undefined ? { code: unknown } : {}), ...faultsOf(payee, agent) }
  return { ok: false, form: { values, errors } }
}

const enter =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const read = await readAll(deps, req.body)
    if (!read.ok) {
      draw(deps, res.status(422), read.form, '')
      return
    }
    const { reporter, payee, once } = read
    try {
      const claim = await deps.db.inTransaction(tx =>
        deps.payouts.claims.enter(tx, visitorOf(res), reporter, { once, payees: [payee] }),
      )
      res.redirect(303, `${CLAIMS}/${claim.id}`)
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      draw(deps, res.status(409), { values: typedIn(req.body), errors: {} }, sentenceOf(error))
    }
  }
