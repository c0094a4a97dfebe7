import type { Dialogue } from '../dialogue'
import type { Evidence } from '../evidence'
import type { ReadLetters } from '../masking'

type Rooms = { readonly dialogue: Dialogue; readonly evidence: Evidence }

/** What reporters wrote besides their reports. The rooms that keep it stand above the one that masks it. */
export const lettersOf =
  ({ dialogue, evidence }: Rooms): ReadLetters =>
  async (tx, { caseId, key }) => {
    const messages = await dialogue.list(tx, key, caseId)
    const files = await evidence.list(tx, { caseId, caseKey: key }, { stage: 'sent' })
    return {
      messages: messages
        .filter(({ from }) => from === 'reporter')
        .map(({ sentOn, body }) => ({ on: sentOn, body })),
      files: files
        .filter(({ source }) => source === 'reporter')
        .map(({ name, note }) => ({ name, note })),
    }
  }
