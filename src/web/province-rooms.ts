import { createDocuments } from '../documents'
import { createHandings } from '../handing'
import { createTree } from '../organisations'
import { createLetters } from '../oversight'
import { insertAlerts } from '../reminders'
import { createStatistics } from '../statistics'
import { tellingRegister } from './published-documents'

type Deps = Parameters<typeof createDocuments>[0] &
  Omit<Parameters<typeof createHandings>[0], 'forget'> &
  Omit<Parameters<typeof createLetters>[0], 'tell'> &
  Omit<Parameters<typeof createStatistics>[0], 'tree'> &
  Parameters<typeof createTree>[0] & {
    readonly register: { readonly writing: Parameters<typeof tellingRegister>[1] }
    readonly search: { readonly forget: Parameters<typeof createHandings>[0]['forget'] }
  }

/** What happened to a letter, in the notices of those whom it concerns. */
const putInNotices: Parameters<typeof createLetters>[0]['tell'] = (tx, { letter, on, ...one }) => {
  const of = { kind: 'oversight', id: letter.id } as const
  const alert = { of, caseId: letter.caseId, dueOn: letter.dueOn, step: one.step }
  const alerts = one.people.map(staffId => ({ ...alert, staffId, audience: one.audience }))
  return insertAlerts(tx, 'oversight', alerts, on)
}

/** What goes from one body to another and upward: papers, cases, figures. */
export const buildProvinceRooms = (deps: Deps) => ({
  documents: tellingRegister(createDocuments(deps), deps.register.writing),
  handings: createHandings({ ...deps, forget: deps.search.forget }),
  oversight: createLetters({ ...deps, tell: putInNotices }),
  statistics: createStatistics({ ...deps, tree: createTree(deps) }),
})
