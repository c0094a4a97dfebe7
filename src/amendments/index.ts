// What a reporter changes after reporting: gives a name, takes back the wish for a reward, the consent to be
// asked, the report itself, and each of these back again. Sealed under the case key, one shape and one
// deed for all, so that nothing in clear tells the kind of identity.
// Never changes what was reported and never stops a case: whoever handles it reads the change and decides.
export { createAmendments, type Amendment, type Amendments } from './amendments.service'
export {
  possibleAmendments,
  withdrawals,
  type AmendmentKind,
  type Standing,
} from './amendment.rules'
