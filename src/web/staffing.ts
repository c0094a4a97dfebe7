import { createDutyChanges, createInvitations, createPeople } from '../accounts'
import type { Cases } from '../cases'
import { createTree } from '../organisations'
import {
  createChanges,
  createHandover,
  createLeaving,
  createReview,
  createScope,
  createStaffAdmin,
  createSubstitutes,
  type OnLeave,
} from '../staffing'

type Ground = Parameters<typeof createInvitations>[0] &
  Parameters<typeof createSubstitutes>[0] &
  Omit<Parameters<typeof createTree>[0], 'random'>

/** People, duties and bodies as administrators change them; `onLeave` takes back what other rooms sealed to one person. */
export const buildStaffing = (
  deps: Ground & { readonly cases: Cases },
  onLeave: readonly OnLeave[],
) => {
  const people = createPeople(deps)
  const dutyChanges = createDutyChanges(deps)
  const invitations = createInvitations(deps)
  const tree = createTree(deps)
  const scope = createScope({ ...deps, tree })
  const substitutes = createSubstitutes(deps)
  const leaving = createLeaving({ ...deps, people, substitutes, onLeave })
  const all = { ...deps, people, dutyChanges, invitations, tree, scope, substitutes, leaving }
  return {
    ...{ people, dutyChanges, invitations, tree, scope, substitutes, leaving },
    staffAdmin: createStaffAdmin(all),
    changes: createChanges(all),
    handover: createHandover(all),
    review: createReview(all),
  }
}
