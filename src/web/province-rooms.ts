import { createDocuments } from '../documents'
import { createHandings } from '../handing'
import { createTree } from '../organisations'
import { createStatistics } from '../statistics'

type Deps = Parameters<typeof createDocuments>[0] &
  Omit<Parameters<typeof createHandings>[0], 'forget'> &
  Omit<Parameters<typeof createStatistics>[0], 'tree'> &
  Parameters<typeof createTree>[0] & {
    readonly search: { readonly forget: Parameters<typeof createHandings>[0]['forget'] }
  }

/** What goes from one body to another and upward: papers, cases, figures. */
export const buildProvinceRooms = (deps: Deps) => ({
  documents: createDocuments(deps),
  handings: createHandings({ ...deps, forget: deps.search.forget }),
  statistics: createStatistics({ ...deps, tree: createTree(deps) }),
})
