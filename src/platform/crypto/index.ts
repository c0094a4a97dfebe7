// The only place where something is sealed, opened, derived or signed. Libraries do the cryptography
// (Node's AEAD, libsodium's sealed boxes, Argon2id); here is only how the house lays bytes out, each led
// by an algorithm byte so that another suite can follow.
// It never decides who may open what, never stores a key, and knows no table but installation_marks.
export { openSealedKey, sealKeyTo, type SealPlace } from './boxes'
export { decryptRange, sealedSize, type SealedFile } from './chunked'
export {
  deriveCode,
  derivePassword,
  deriveResumeCode,
  newPasswordSalt,
  sameVerifier,
} from './derive'
export { openField, openJson, sealField, sealJson, type FieldPlace } from './fields'
export { createInstallation, type Installation } from './installation'
export {
  asSymmetricKey,
  createKeyPair,
  newSymmetricKey,
  publicKeyOf,
  wipe,
  type KeyPair,
  type SymmetricKey,
} from './keys'
export { openInstallation } from './open-installation'
export { sealFile } from './seal-file'
export { addSecretVersion } from './secret-file'
export { ownSeals, vouchedPublicKeys, vouchedSeals, type Vouched } from './vouched'
export { countVouched, saveVouched, takeVouched } from './vouched.repository'
export { joinRecoveryKey, splitRecoveryKey } from './shares'
