import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import { isOpen, type Cases } from '../cases'
import { isStartedByHand, type Deadline, type Deadlines, type OpenExtension } from '../deadlines'
import type { Dialogue } from '../dialogue'
import type { LawEntry, Lawbook } from '../lawbook'
import type { Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import { lengthInWords } from '../vocabulary/clock-words'
import { leadFirst, type CaseFile } from './case-file'
import { createNames } from './case-file.service'
import type { ClockFile, ClockLine, NamedExtension } from './tabs'

type Deps = {
  readonly accounts: Accounts
  readonly audit: Audit
  readonly cases: Cases
  readonly deadlines: Deadlines
  readonly dialogue: Dialogue
  readonly lawbook: Lawbook
}

export type Clocks = {
  readonly lines: (tx: Tx, file: CaseFile) => Promise<ClockLine[]>
  /** @throws notFound('deadline') */
  readonly open: (tx: Tx, file: CaseFile, deadlineId: string) => Promise<ClockFile>
  /** To which clock a request belongs. @throws notFound('extension') */
  readonly deadlineOf: (tx: Tx, file: CaseFile, extensionId: string) => Promise<string>
  readonly pause: (tx: Tx, act: Act, how: { ground: string; from: Day }) => Promise<void>
  readonly resume: (tx: Tx, act: Act, on: Day) => Promise<void>
  readonly finish: (tx: Tx, act: Act, on: Day) => Promise<void>
  /** Rules of which an officer enters the beginning. */
  readonly startable: (tx: Tx, file: CaseFile) => Promise<LawEntry<'deadline-rule'>[]>
  /** @throws as Deadlines.startByHand, refused `case.closed` */
  readonly start: (tx: Tx, act: Omit<Act, 'deadlineId'>, wish: Start) => Promise<void>
  readonly ask: (tx: Tx, act: Act, wish: Wish) => Promise<void>
  /** The reporters are told where the rule says so. */
  readonly approve: (tx: Tx, act: Decide, minutes: string) => Promise<void>
  readonly refuse: (tx: Tx, act: Decide, answer: string) => Promise<void>
  readonly withdraw: (tx: Tx, act: Decide) => Promise<void>
}

type Start = { readonly once: string; readonly rule: string; readonly on: Day }
type Wish = { once: string; length: number; reason: string; told: string }
type Act = { readonly file: CaseFile; readonly actor: StaffActor; readonly deadlineId: string }
type Decide = Omit<Act, 'deadlineId'> & { readonly extensionId: string }

const pointOf = ({ found, today }: CaseFile) => ({ place: found.regionCode ?? '*', on: today })

/** A ground of a pause, or of the step by which the whole case stood still. */
const groundNames = async ({ lawbook }: Deps, tx: Tx, file: CaseFile) => {
  const at = pointOf(file)
  const grounds = [
    ...(await lawbook.list(tx, 'pause-ground', at)),
    ...(await lawbook.list(tx, 'step-ground', at)),
  ]
  return (code: string): string => grounds.find(one => one.code === code)?.data.name ?? code
}

const lines =
  (deps: Deps): Clocks['lines'] =>
  async (tx, file) => {
    const { deadlines, accounts } = deps
    const clocks = await deadlines.forCase(tx, file.found.id)
    const groundName = await groundNames(deps, tx, file)
    const nameOf = createNames(accounts, tx)
    const pauses = await deadlines.pausesOf(tx, clocks)
    const extensions: NamedExtension[] = []
    for (const one of await deadlines.extensions.list(tx, file.key, clocks))
      extensions.push({
        ...one,
        reason: file.mask.text(one.reason),
        told: file.mask.text(one.told),
        answer: file.mask.text(one.answer),
        asker: await nameOf(one.askerId),
        decider: one.deciderId === null ? '' : await nameOf(one.deciderId),
      })
    const made: ClockLine[] = []
    for (const deadline of clocks) {
      const ofThis = ({ deadlineId }: { readonly deadlineId: string }) => deadlineId === deadline.id
      made.push({
        deadline,
        rule: await deadlines.ruleOf(tx, deadline),
        lamp: await deadlines.lamp(tx, deadline.doneOn ?? file.today, deadline.dueOn),
        pauses: pauses.filter(ofThis).map(one => ({ ...one, groundName: groundName(one.ground) })),
        extensions: extensions.filter(ofThis),
      })
    }
    return made
  }

const open =
  (deps: Deps): Clocks['open'] =>
  async (tx, file, deadlineId) => {
    const line = (await lines(deps)(tx, file)).find(({ deadline }) => deadline.id === deadlineId)
    if (line === undefined) throw notFound('deadline')
    const { deadline } = line
    return {
      ...line,
      count: await deps.deadlines.explain(tx, deadline, file.today),
      grounds: await groundsFor(deps, tx, file, deadline),
      next: await deps.deadlines.extensions.next(tx, deadline),
    }
  }

const groundsFor = async ({ lawbook }: Deps, tx: Tx, file: CaseFile, { ruleCode }: Deadline) =>
  (await lawbook.list(tx, 'pause-ground', pointOf(file))).filter(({ data }) =>
    data.rules.includes(ruleCode),
  )

/** While the whole case stands still, its step says when clocks run again. */
const whileOpen = async ({ cases }: Deps, tx: Tx, { found }: CaseFile): Promise<void> => {
  const { state } = await cases.lock(tx, found.id)
  if (state === 'suspended') throw refused('pause.case')
}

const record = async (
  { audit }: Deps,
  tx: Tx,
  { file, actor, deadlineId }: Act,
  done: {
    readonly deed: `deadline.${'started' | 'paused' | 'resumed' | 'finished'}`
    readonly ground?: string
  },
): Promise<void> => {
  const { id: caseId, organisationId } = file.found
  await audit.record(tx, actor, organisationId, { ...done, caseId, subject: deadlineId })
}

const whoOf = ({ file, actor }: Omit<Act, 'deadlineId'>) => ({
  actor,
  caseId: file.found.id,
  key: file.key,
  organisationId: file.found.organisationId,
})

/** Once a report, in the words that were approved. */
const tell = async (
  { cases, dialogue }: Deps,
  tx: Tx,
  { file, actor, extensionId }: Decide,
  given: OpenExtension & { readonly rule: LawEntry<'deadline-rule'> },
): Promise<void> => {
  const { length, unit, rule, told } = given
  const body = `${rule.data.name}的期限延长 ${lengthInWords(length, unit)}，到 ${given.dueAfter ?? ''}。${told}`
  for (const { found, key } of leadFirst(file))
    for (const { reportId, caseId } of await cases.contentsOf(tx, key, found.id))
      await dialogue.fromStaff(tx, actor, { caseId, reportId, key, body, once: extensionId })
}

export const createClocks = (deps: Deps): Clocks => ({
  lines: lines(deps),
  open: open(deps),
  deadlineOf: async (tx, file, extensionId) => {
    const all = (await lines(deps)(tx, file)).flatMap(({ extensions }) => extensions)
    const found = all.find(({ id }) => id === extensionId)
    if (found === undefined) throw notFound('extension')
    return found.deadlineId
  },
  pause: async (tx, act, { ground, from }) => {
    const { file, deadlineId } = act
    await whileOpen(deps, tx, file)
    await deps.deadlines.pause(tx, file.found.id, deadlineId, { on: from, ground })
    await record(deps, tx, act, { deed: 'deadline.paused', ground })
  },
  resume: async (tx, act, on) => {
    const { file, deadlineId } = act
    await whileOpen(deps, tx, file)
    await deps.deadlines.resume(tx, file.found.id, deadlineId, on)
    await record(deps, tx, act, { deed: 'deadline.resumed' })
  },
  finish: async (tx, act, on) => {
    const { id } = await deps.cases.lock(tx, act.file.found.id)
    if (await deps.deadlines.finishByHand(tx, id, act.deadlineId, on))
      await record(deps, tx, act, { deed: 'deadline.finished', ground: on })
  },
  startable: async (tx, file) =>
    (await deps.lawbook.list(tx, 'deadline-rule', pointOf(file))).filter(({ data }) =>
      isStartedByHand(data),
    ),
  start: async (tx, { file, actor }, { once, rule, on }) => {
    const { id, state } = await deps.cases.lock(tx, file.found.id)
    if (!isOpen(state)) throw refused('deadline.case-closed')
    const at = { id: once, place: file.found.regionCode ?? '*', on }
    const deadlineId = await deps.deadlines.startByHand(tx, id, rule, at)
    if (deadlineId === undefined) return
    const act = { file, actor, deadlineId }
    await record(deps, tx, act, { deed: 'deadline.started', ground: `${rule} ${on}` })
  },
  ask: (tx, act, wish) => deps.deadlines.extensions.ask(tx, whoOf(act), act.deadlineId, wish),
  approve: async (tx, act, minutes) => {
    const { extensions } = deps.deadlines
    const given = await extensions.approve(tx, whoOf(act), act.extensionId, minutes)
    if (given === undefined) return
    const rule = given.rule.data.extensions.find(({ tell: told }) => told !== undefined)
    if (rule !== undefined) await tell(deps, tx, act, given)
  },
  refuse: (tx, act, answer) =>
    deps.deadlines.extensions.refuse(tx, whoOf(act), act.extensionId, answer),
  withdraw: (tx, act) => deps.deadlines.extensions.withdraw(tx, whoOf(act), act.extensionId),
})
