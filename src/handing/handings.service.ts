import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, HandingId } from '../vocabulary/ids'
import { findDispute } from './disputes.repository'
import { designate, dispute } from './disputes.service'
import { frameSending, listHandings, readHanding, viewHanding } from './files.service'
import type { HandingDeps } from './handing'
import { sideOf } from './handing.rules'
import { countList, countReturned, findHanding } from './handings.repository'
import { answer, forward, receive, sendBack, takeBack } from './receiving.service'
import { askAssistance, sendCase } from './sending.service'

type Rest<F extends (deps: HandingDeps) => unknown> = ReturnType<F>

type Counts = {
  readonly in: { readonly waiting: number; readonly late: number }
  readonly answer: Counts['in']
  readonly above: Counts['in']
  readonly returned: number
}

export type Handings = {
  readonly send: Rest<typeof sendCase>
  readonly ask: Rest<typeof askAssistance>
  readonly receive: Rest<typeof receive>
  readonly sendBack: Rest<typeof sendBack>
  readonly takeBack: Rest<typeof takeBack>
  readonly forward: Rest<typeof forward>
  readonly answer: Rest<typeof answer>
  readonly dispute: Rest<typeof dispute>
  readonly designate: Rest<typeof designate>
  readonly view: Rest<typeof viewHanding>
  readonly list: Rest<typeof listHandings>
  readonly frame: Rest<typeof frameSending>
  /** Of which case it is, where it exists and this person has nothing to do with it. */
  readonly hiddenCase: (tx: Tx, actor: StaffActor, id: HandingId) => Promise<CaseId | undefined>
  readonly count: (tx: Tx, actor: StaffActor, cap: number) => Promise<Counts>
  /** What a form is read by; recorded by nobody. @throws as view */
  readonly file: Rest<typeof readHanding>
}

const hiddenCase: Handings['hiddenCase'] = async (tx, actor, id) => {
  const handing = await findHanding(tx, id)
  if (handing === undefined) return undefined
  const asked = await findDispute(tx, id)
  return sideOf(handing, asked?.above, actor) === undefined ? handing.caseId : undefined
}

const count =
  ({ clock }: HandingDeps): Handings['count'] =>
  async (tx, { organisationId: body, id: staffId }, cap) => {
    const viewer = { body, staffId }
    const wish = { today: dayOf(clock()), cap }
    return {
      in: await countList(tx, 'in', viewer, wish),
      answer: await countList(tx, 'answer', viewer, wish),
      above: await countList(tx, 'above', viewer, wish),
      returned: await countReturned(tx, viewer, cap),
    }
  }

export const createHandings = (deps: HandingDeps): Handings => ({
  send: sendCase(deps),
  ask: askAssistance(deps),
  receive: receive(deps),
  sendBack: sendBack(deps),
  takeBack: takeBack(deps),
  forward: forward(deps),
  answer: answer(deps),
  dispute: dispute(deps),
  designate: designate(deps),
  view: viewHanding(deps),
  list: listHandings(deps),
  frame: frameSending(deps),
  hiddenCase,
  count: count(deps),
  file: readHanding(deps),
})
