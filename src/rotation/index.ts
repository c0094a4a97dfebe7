// Answers for the renewal of keys: a new version of a desk's key, what is still sealed to the earlier ones, moving
// it over in the sessions of the desk's own members, and the end of the earlier versions; and for the versions of
// the installation secret: what still depends on an old one.
// Never opens content: it moves keys from one seal to another. Never takes a version from its last holder while
// anything is sealed to it.
export { createRotationJobs } from './rotation.jobs'
export { createRotation } from './rotation.service'
export { secretRotateCommand, secretStatusCommand } from './secret.command'
export { createSecrets } from './secret.service'
