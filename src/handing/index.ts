// Handing a case from one medical-security body to another with its key: where it belongs, receipt, sending back with a
// ground, handing on, the answer, a dispute about whose it is, and asking another body for help.
// Never hands on an identity, never lets a case lie with two bodies once it is received, and keeps for the sender the
// words of the handing alone.
export { createHandingChecks } from './checks.service'
export { createHandings } from './handings.service'
export { createHandingsHomePart } from './home-part'
export { deleteHandings as eraseHandings } from './handings.repository'
export { handingResealer } from './handing-keys.service'
