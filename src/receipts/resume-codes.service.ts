import { deriveResumeCode, type Installation, type SymmetricKey } from '../platform/crypto'
import type { Random } from '../platform/random'
import { readResumeCode, resumeDigits, type ResumeCode } from './resume-code.rules'

type Deps = { readonly installation: Installation; readonly random: Random }

/** lookup finds the draft, wrappingKey opens its key. Neither gives the other, nor the code. */
export type DerivedResume = { readonly lookup: Buffer; readonly wrappingKey: SymmetricKey }

export type ResumeCodes = {
  readonly newCode: () => ResumeCode
  readonly readCode: (text: string) => ResumeCode | undefined
  /**
   * The same work for every code of the right shape, known or not.
   * @throws KnownError 'unavailable' when too many wait
   */
  readonly derive: (code: ResumeCode) => Promise<DerivedResume>
}

export const createResumeCodes = ({ installation, random }: Deps): ResumeCodes => ({
  newCode: () => random.digits(resumeDigits) as ResumeCode,
  readCode: readResumeCode,
  derive: async code => {
    const { verifier, wrappingKey } = await deriveResumeCode(code, installation.resumeSalt)
    return { lookup: verifier, wrappingKey }
  },
})
