import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import type { AuditDesk } from './audit-desk.service'
import { faultWords, firstFault } from './state.view'

/** What the auditor meets first: a record that is not whole, and the way to it. */
export const createAuditHomePart =
  (auditDesk: AuditDesk) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'record.view')) return {}
    const states = await auditDesk.states(tx, actor)
    const fault = firstFault(states)
    const bad = states.filter(one => one.fault !== undefined).length
    const tile = {
      href: '/staff/audit/state',
      count: String(bad),
      word: '条操作记录链不完整',
      small: bad === 0 ? '到最近一次核对为止' : '请马上处理',
    }
    if (fault === undefined) return { tiles: [tile] }
    return {
      tiles: [tile],
      notices: [{ text: `操作记录不完整：${faultWords(fault)}。`, href: '/staff/audit/state' }],
    }
  }
