// The registry answers for the public list of institutions (hospitals, clinics, pharmacies …) that a
// report may be about: importing it, and finding one by a part of its name.
// It never knows reports or cases: nothing here tells which institution was ever looked for.
export { createRegistry, type Registry } from './registry.service'
export { institutionsCommand } from './institutions.command'
export { createInstitutionImport } from './institution-import.service'
export type { Institution } from './institution'
export { foldName, gramsOf, gramsToFind, isHopeless, readQuery } from './name.rules'
