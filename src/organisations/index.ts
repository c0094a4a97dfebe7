// Organisations answers for the tree of bodies that a case can belong to or be sent to, which of them
// covers a region, which stands above, and for the words by which this site presents itself.
// It never knows people, duties or keys, and never decides who may see what.
export { organisationAddCommand } from './organisation.command'
export { createOrganisations, type Organisations } from './organisations.service'
export type { NewOrganisation, Organisation, SiteSettings } from './organisation.rules'
export { createTree, type Tree } from './tree.service'
export { isKnownRegion, isWithin } from './region-code'
export { listAreas, placeInWords, type Area } from './areas'
