import { momentInWords, type Accounts, type Visitor } from '../accounts'
import type { Audit } from '../audit'
import {
  caseLabel,
  caseOutcomes,
  decisionMark,
  findTransition,
  keyOfAdmitted,
  transitionOf,
  type Case,
  type CaseAction,
  type Cases,
  type Transition,
} from '../cases'
import type { Desks } from '../desks'
import type { Lawbook, LawPoint } from '../lawbook'
import type { Masking } from '../masking'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound } from '../platform/errors'
import type { Proceedings } from '../proceedings'
import { actionWords, outcomeWords } from '../vocabulary/case-words'
import type { CaseId } from '../vocabulary/ids'
import { isAllowed } from '../vocabulary/permission'
import type { ApprovalFile, Choice, StepFile, StepHead } from './step-page'

type Deps = {
  readonly cases: Cases
  readonly desks: Desks
  readonly accounts: Accounts
  readonly audit: Audit
  readonly lawbook: Lawbook
  readonly masking: Masking
  readonly organisations: Organisations
  readonly proceedings: Proceedings
  readonly clock: Clock
}

export type StepPages = {
  /**
   * What the page of a step shows. Whoever draws it has opened the case, and it is recorded.
   * @throws notFound('case'), forbidden
   */
  readonly step: (
    tx: Tx,
    visitor: Visitor,
    asked: { readonly caseId: CaseId; readonly action: CaseAction },
  ) => Promise<StepFile>
  /** The same to read what was typed into it; records nothing. */
  readonly asked: StepPages['step']
  /** A step that waits or waited. @throws notFound('case'), notFound('approval') */
  readonly approval: (tx: Tx, visitor: Visitor, id: string) => Promise<ApprovalFile>
  readonly nameOf: (tx: Tx, staffId: ApprovalFile['proposal']['askedBy']) => Promise<string>
  /** What a clock is called here. */
  readonly clockName: (tx: Tx, visitor: Visitor, ruleCode: string) => Promise<string>
  readonly limits: (tx: Tx, visitor: Visitor) => Promise<{ min: number; max: number }>
}

const pointOf = async ({ organisations, clock }: Deps, tx: Tx, { actor }: Visitor) => {
  const { regionCode } = await organisations.get(tx, actor.organisationId)
  return { place: regionCode, on: dayOf(clock()) }
}

const nameOf =
  ({ accounts }: Deps): StepPages['nameOf'] =>
  async (tx, staffId) =>
    (await accounts.find(tx, staffId))?.displayName ?? '同事'

const limits =
  (deps: Deps): StepPages['limits'] =>
  async (tx, visitor) => {
    const all = await deps.lawbook.limits(tx, await pointOf(deps, tx, visitor))
    return { min: all['reason.min'], max: all['reason.max'] }
  }

type OpenedAt = { readonly caseId: CaseId; readonly subject: CaseAction }
type Opened = { readonly found: Case; readonly key: SymmetricKey; readonly head: StepHead }

/** @throws notFound('case'), forbidden('case.no-key') */
const open = async (
  deps: Deps,
  tx: Tx,
  { actor, keys }: Visitor,
  { caseId }: { readonly caseId: CaseId },
): Promise<Opened> => {
  const { cases, desks, masking } = deps
  const found = await cases.findVisible(tx, actor, caseId)
  if (found === undefined) throw notFound('case')
  const key = await keyOfAdmitted(cases, tx, await desks.holdersOf(tx, keys), caseId)
  const title = (await cases.titlesOf(tx, new Map([[caseId, key]]))).get(caseId)
  const mask = await masking.maskOf(tx, { caseId, key })
  const [last] = await cases.decisionsOf(tx, caseId)
  const lastWords =
    last === undefined
      ? ''
      : `${await nameOf(deps)(tx, last.staff_id)}在 ${momentInWords(last.at)} 办了“${actionWords[last.action]}”`
  const label = caseLabel(found.year, found.serial)
  const target = mask.text(title?.target ?? '')
  return { found, key, head: { found, label, target, seen: decisionMark(last), lastWords } }
}

const groundsFor = async (deps: Deps, tx: Tx, action: CaseAction, at: LawPoint) =>
  (await deps.lawbook.list(tx, 'step-ground', at))
    .filter(({ data }) => data.actions.includes(action))
    .map(({ code, data }): Choice => ({ code, name: data.name, told: data.told }))

const receiversFor = async (deps: Deps, tx: Tx, action: CaseAction, at: LawPoint) =>
  (await deps.lawbook.list(tx, 'receiver', at))
    .filter(({ data }) => (data.uses as readonly string[]).includes(action))
    .map(({ code, data }): Choice => ({ code, name: data.name, told: data.where }))

const outcomes: readonly Choice[] = caseOutcomes.map(code => ({
  ...{ code, name: outcomeWords[code], told: '' },
}))

const choicesFor = async (
  deps: Deps,
  tx: Tx,
  { action, transition }: { readonly action: CaseAction; readonly transition: Transition },
  at: LawPoint,
): Promise<Pick<StepFile, 'grounds' | 'receivers' | 'outcomes' | 'notice' | 'starts'>> => {
  const { needs, notice, clocks } = transition
  const starts: string[] = []
  for (const order of clocks)
    if (typeof order === 'object' && 'start' in order)
      starts.push((await deps.lawbook.get(tx, 'deadline-rule', order.start, at)).data.name)
  return {
    grounds: needs.includes('ground') ? await groundsFor(deps, tx, action, at) : [],
    receivers: needs.includes('receiver') ? await receiversFor(deps, tx, action, at) : [],
    outcomes: needs.includes('outcome') ? outcomes : [],
    notice:
      notice === undefined ? '' : (await deps.lawbook.get(tx, 'step-notice', notice, at)).data.told,
    starts,
  }
}

const nothing = { grounds: [], receivers: [], outcomes: [], notice: '', starts: [] } as const

const recordOpened = ({ audit }: Deps, tx: Tx, { actor }: Visitor, of: OpenedAt): Promise<void> =>
  audit.record(tx, actor, actor.organisationId, { deed: 'case.opened', ...of })

const asked =
  (deps: Deps): StepPages['asked'] =>
  async (tx, visitor, { caseId, action }) => {
    const { found, key, head } = await open(deps, tx, visitor, { caseId })
    const transition = findTransition(found.state, action)
    if (transition !== undefined && !isAllowed(visitor.actor, transition.permission))
      throw forbidden('permission')
    const who = { actor: visitor.actor, key }
    const possible = (await deps.proceedings.possible(tx, who, found)).find(
      one => one.action === action,
    )
    const at = await pointOf(deps, tx, visitor)
    return {
      ...{ head, action, transition, limits: await limits(deps)(tx, visitor) },
      faults: possible?.fault === undefined ? [] : [possible.fault],
      ...(transition === undefined
        ? nothing
        : await choicesFor(deps, tx, { action, transition }, at)),
    }
  }

const approval =
  (deps: Deps): StepPages['approval'] =>
  async (tx, visitor, id) => {
    const asked = await deps.proceedings.findProposal(tx, id)
    if (asked === undefined) throw notFound('approval')
    const { caseId, action: subject } = asked
    const { key, head } = await open(deps, tx, visitor, { caseId })
    await recordOpened(deps, tx, visitor, { caseId, subject })
    const proposal = await deps.proceedings.openProposal(tx, key, id)
    if (proposal === undefined) throw notFound('approval')
    const at = await pointOf(deps, tx, visitor)
    const { ground, askedBy, answeredBy } = proposal
    const law = ground === null ? undefined : await deps.lawbook.find(tx, 'step-ground', ground, at)
    return {
      ...{ head, proposal, limits: await limits(deps)(tx, visitor) },
      askedBy: await nameOf(deps)(tx, askedBy),
      answeredBy: answeredBy === null ? '' : await nameOf(deps)(tx, answeredBy),
      groundName: law?.data.name ?? ground ?? '',
      may: mayWhat(visitor, proposal),
      signed: transitionOf(proposal.from, proposal.action).signed === true,
    }
  }

const mayWhat = (
  { actor }: Visitor,
  { askedBy, from, action }: ApprovalFile['proposal'],
): ApprovalFile['may'] => {
  if (askedBy === actor.id) return 'take-back'
  const needed = transitionOf(from, action).approval
  return needed !== undefined && isAllowed(actor, needed) ? 'answer' : 'read'
}

export const createStepPages = (deps: Deps): StepPages => ({
  asked: asked(deps),
  step: async (tx, visitor, { caseId, action }) => {
    const file = await asked(deps)(tx, visitor, { caseId, action })
    await recordOpened(deps, tx, visitor, { caseId, subject: action })
    return file
  },
  approval: approval(deps),
  nameOf: nameOf(deps),
  clockName: async (tx, visitor, code) => {
    const rule = await deps.lawbook.find(
      tx,
      'deadline-rule',
      code,
      await pointOf(deps, tx, visitor),
    )
    return rule?.data.name ?? '期限'
  },
  limits: limits(deps),
})
