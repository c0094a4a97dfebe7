// Answers for the people who work here: who they are, what their duties are, that nobody holds duties which
// must be apart, how they prove themselves (password, then a one-time code) and how their private key is
// opened for the length of a session. Also for the recovery key.
// Never knows a case, never keeps a password or an opened key, never tells whether a user name exists.
export type { Accounts, NewStaff } from './accounts.service'
export { actorOf, keysOf, onlyIfAllowed, requireStaff } from './guard'
export type { Recovery } from './recovery.service'
export type { Staff, StaffKeys, StaffRecipient } from './staff'
