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
  /** For a code that somebody enters, newest secret first: as much work for every code. @throws as derive */
  readonly deriveAll: (code: ResumeCode) => Promise<DerivedResume[]>
}

export const createResumeCodes = ({ installation, random }: Deps): ResumeCodes => {
  const [newest = Buffer.alloc(0), ...earlier] = installation.resumeSalts
  const deriveUnder = async (code: ResumeCode, salt: Buffer): Promise<DerivedResume> => {
    const { verifier, wrappingKey } = await deriveResumeCode(code, salt)
    return { lookup: verifier, wrappingKey }
  }
  return {
    newCode: () => random.digits(resumeDigits) as ResumeCode,
    readCode: readResumeCode,
    derive: code => deriveUnder(code, newest),
    deriveAll: async code => {
      const derived: DerivedResume[] = []
      for (const salt of [newest, ...earlier]) derived.push(await deriveUnder(code, salt))
      return derived
    },
  }
}
