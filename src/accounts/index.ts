// Answers for the people who work here: who they are, what their duties are, that nobody holds duties which
// must be apart, how they prove themselves (password, then a one-time code) and how their private key is
// opened for the length of a session. Also for the recovery key.
// Never knows a case, never keeps a password or an opened key, never tells whether a user name exists.
export { createAccounts, type Accounts } from './accounts.service'
export { vouchedAccounts } from './vouched'
export { createAttempts } from './attempts.service'
export { createDutyChanges, type DutyChanges } from './duties.service'
export { createEnrolment } from './enrolment.service'
export { createFactorResets } from './factor-resets.service'
export { createEntrance } from './entrance'
export {
  actorOf,
  keysOf,
  onlyAtStage,
  onlyIfAllowed,
  requireStaff,
  visitorOf,
  type EntranceLock,
} from './guard'
export type { HomeLight, HomePart } from './home.view'
export { momentInWords } from './moment'
export { createInvitations, type Invitations } from './invitations.service'
export { codeAt, newTotpSecret } from './one-time-code'
export { onceWithCode } from './once-with-code'
export { newOneTimePassword } from './one-time-password'
export { createOwnAccount } from './own-account.service'
export { createPeople, type People } from './people.service'
export { recoverCommand } from './recover.command'
export { createRecoverStaff } from './recover.service'
export { createRecoveryCodes } from './recovery-codes.service'
export { passkeySiteOf } from './passkey'
export { takePasskey } from './passkey.guard'
export { createPasskeys } from './passkeys.service'
export { createRecovery, type Recovery } from './recovery.service'
export { clashOf } from './separation.rules'
export { createSecondFactor, type SecondFactor } from './second-factor.service'
export { StepUpCode } from './sign-in.schema'
export { createSignIn } from './sign-in.service'
export { IDLE_MINUTES } from './staff-session'
export { setupCommand } from './setup.command'
export { staffAddCommand, staffDisableCommand, staffEmailCommand } from './staff.command'
export { toActor, type Staff, type StaffKeys, type Visitor } from './staff'
export { stepUpFaults } from './step-up.view'
