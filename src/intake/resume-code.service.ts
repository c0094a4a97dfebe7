import type { DerivedResume, ResumeCode, ResumeCodes } from '../receipts'
import type { DraftId } from '../vocabulary/ids'

/** A code that belongs to no draft yet, with what is derived from it: slow work, done before any lock. */
export type FreshCode = { readonly code: ResumeCode; readonly derived: DerivedResume }

/**
 * Makes a code for a draft. However many forms of the same draft ask at once, the slow work is done once,
 * so that one draft sent a hundred times does not fill the queue.
 */
export const createFreshCodes = ({ newCode, derive }: ResumeCodes) => {
  const making = new Map<DraftId, Promise<FreshCode>>()
  const make = async (): Promise<FreshCode> => {
    const code = newCode()
    return { code, derived: await derive(code) }
  }
  return async (id: DraftId): Promise<FreshCode> => {
    const made = making.get(id) ?? make()
    making.set(id, made)
    try {
      return await made
    } finally {
      making.delete(id)
    }
  }
}
