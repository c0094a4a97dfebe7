// Who a named reporter is, sealed under a key that no case handler ever holds: only the reporter
// and the identity desk can open it. Locked by law: intake stores it, the identity desk's journey
// reads it; no other room may import this one.
export { createIdentities, type Identities } from './identity.service'
