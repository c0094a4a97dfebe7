import { createPublicityDesk, type PublicityDesk } from './desk.service'
import { passEntries, takeDueEntries } from './due.repository'
import type { RegisterDeps } from './keeping'
import { createReading, type Reading } from './reading.service'
import { createWriting, type Writing } from './writing.service'

export type Register = {
  readonly writing: Writing
  readonly desk: PublicityDesk
  readonly reading: Reading
  /** What is to be withdrawn, by the day it is due, for whoever reminds; each taker gets others. */
  readonly due: { readonly take: typeof takeDueEntries; readonly pass: typeof passEntries }
}

export const createRegister = (deps: RegisterDeps): Register => ({
  writing: createWriting(deps),
  desk: createPublicityDesk(deps),
  reading: createReading(),
  due: { take: takeDueEntries, pass: passEntries },
})
