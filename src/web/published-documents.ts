import type { Documents } from '../documents'
import type { createRegister } from '../register'

type Writing = ReturnType<typeof createRegister>['writing']

/** A document that is withdrawn and was published by its number: what is published no longer holds either. */
export const tellingRegister = (
  documents: Documents,
  writing: Pick<Writing, 'overturn'>,
): Documents => ({
  ...documents,
  withdraw: async (tx, visitor, at) => {
    await documents.withdraw(tx, visitor, at)
    const known = await documents.list(tx, visitor, at.caseId)
    const number = known.find(({ id }) => id === at.id)?.number
    if (number !== undefined) await writing.overturn(tx, at.caseId, { number })
  },
})
