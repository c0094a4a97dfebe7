// The register of decisions: what a body writes of a decision for everybody to read, who approved it, on which pages
// anybody reads it, and that it is withdrawn in time once the decision no longer holds.
// Never publishes a person, a word that is masked in the case or a sentence of its reporter; never shows whoever
// publishes anything of the case; and never shows the public what was withdrawn.
export { eraseEntries } from './register.repository'
export { createRegister } from './register.service'
export { openDecisionsDoors } from './decisions.reporter.routes'
export { createRegisterHomePart } from './home-part'
export { openRegisterDoors } from './register.staff.routes'
