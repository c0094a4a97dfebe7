import { toActor } from '../accounts'
import type { Case } from '../cases'
import { findingMark } from '../findings'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { CaseId } from '../vocabulary/ids'
import { playersFor, type Two } from './published.service'
import type { Stage } from './stage'
import type { PlannedCase } from './year.rules'

/** Made up, as everything here. */
const reason = '演示：事实清楚，证据充分。'
const LOSS = 125_000_00n
const BUDGET = 500_000_00n

/** Asked for by the handler, agreed to by the principal. */
const agree = async (
  { rooms }: Stage,
  tx: Tx,
  { id }: Case,
  { two, wish }: { readonly two: Two; readonly wish: { action: 'file' | 'decide' } },
): Promise<void> => {
  const { proceedings, cases, desks } = rooms
  const { principal, handler } = two
  const more = wish.action === 'decide' ? ({ outcome: 'agreement' } as const) : {}
  await proceedings.propose(tx, { ...handler, caseId: id }, { ...wish, ...more, reason })
  const key = await cases.keyOf(tx, await desks.holdersOf(tx, principal.keys), id)
  const asked = await proceedings.latestProposal(tx, key, id)
  if (asked !== undefined) await proceedings.approve(tx, principal, asked.id)
}

/** What was found: one violation that costs the fund money. false where the law of the place knows none. */
const find = async ({ rooms }: Stage, tx: Tx, { id }: Case, { handler }: Two): Promise<boolean> => {
  const { findings } = rooms
  const { catalogue, today, asksPublic } = await findings.frame(tx, handler, id)
  const law = catalogue.find(({ fundLoss }) => fundLoss)
  if (law === undefined) return false
  const item = { code: law.code, facts: '三个月里重复收取护理费', loss: LOSS }
  const nothing = { voluntary: 0n, recovered: 0n, deducted: 0n, bandReason: '' }
  const content = {
    ...nothing,
    items: [{ ...item, otherLoss: 0n, fine: 0n }],
    match: 'full',
    isPublic: asksPublic ? false : undefined,
    text: '举报的事项属实。',
    lawOn: today,
  } as const
  await findings.save(tx, handler, id, { seen: findingMark(undefined), content })
  return true
}

/** From checking to the decision, by the steps of the table, so that a reward is due. */
const decide = async (stage: Stage, tx: Tx, found: Case): Promise<boolean> => {
  const two = await playersFor(stage, tx, found)
  if (two === undefined) return false
  await agree(stage, tx, found, { two, wish: { action: 'file' } })
  const investigate = { action: 'investigate' } as const
  await stage.rooms.proceedings.take(tx, { ...two.handler, caseId: found.id }, investigate)
  if (!(await find(stage, tx, found, two))) return false
  await agree(stage, tx, found, { two, wish: { action: 'decide' } })
  return true
}

/** Money for this year: a reward is approved only where there is some. */
const allot = async ({ rooms, names }: Stage, tx: Tx, found: Case): Promise<void> => {
  const { accounts, budget, clock } = rooms
  const { organisationId: body } = found
  const year = Number(dayOf(clock()).slice(0, 4))
  const [before] = await budget.years(tx, [body], year)
  const [payer] = await accounts.listActive(tx, body, 'payer')
  const [approver] = await accounts.listActive(tx, body, 'finance-approver')
  if (before === undefined || before.allotted > 0n) return
  if (payer === undefined || approver === undefined) return
  const once = names.uuid(`budget ${year}`)
  await budget.ask(tx, toActor(payer), { once, year, fen: BUDGET, ground: 'annual' })
  await budget.decide(tx, toActor(approver), once, 'approve')
}

/** Whether a reward can be proposed in this case now. */
const tryCase = async (stage: Stage, caseId: CaseId): Promise<boolean> => {
  const { db, cases } = stage.rooms
  try {
    return await db.inTransaction(async tx => {
      const found = await cases.find(tx, caseId)
      if (found?.state === 'decided') return true
      if (found?.state !== 'checking' || !(await decide(stage, tx, found))) return false
      await allot(stage, tx, found)
      return true
    })
  } catch (error) {
    if (error instanceof KnownError) return false
    throw error
  }
}

/**
 * One case of somebody who wants a reward and left no name, decided and with money for it, so that everything from
 * the proposal to the payment can be tried; asked again it is the same.
 * @returns which of the year's cases it is
 */
export const decideOne = async (
  stage: Stage,
  planned: readonly PlannedCase[],
): Promise<number | undefined> => {
  for (const { index, report } of planned) {
    if (report.source !== 'web' || report.suspect || report.identity !== 'anon-claim') continue
    if (await tryCase(stage, stage.names.uuid(`case ${index}`) as CaseId)) return index
  }
  return undefined
}
