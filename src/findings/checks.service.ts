import type { Case } from '../cases'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { isWritable } from './finding.rules'
import type { Findings } from './findings.service'
import type { Measures } from './measures.service'

type Rooms = { readonly findings: Findings; readonly measures: Measures }

/** A code of vocabulary/refusals when it is not so yet. */
type Check = (
  tx: Tx,
  who: { readonly key: SymmetricKey },
  found: Case,
) => Promise<string | undefined>

/** What must be so before a step of the state table, as far as this room knows it. */
export const createFindingChecks = ({
  findings,
  measures,
}: Rooms): Readonly<Record<'finding' | 'discipline-told' | 'measures-settled', Check>> => ({
  /** A case that was taken up again needs a version of its own: what was decided on then is not decided on twice. */
  finding: async (tx, { key }, { id, state }) => {
    const finding = await findings.readFinding(tx, key, id)
    if (finding === undefined) return 'finding.missing'
    return isWritable(state) && finding.decidedOn !== null ? 'finding.missing' : undefined
  },
  'discipline-told': async (tx, { key }, { id }) =>
    (await measures.wasTold(tx, key, id)) ? undefined : 'finding.discipline',
  'measures-settled': (tx, { key }, { id }) => measures.unsettled(tx, key, id),
})
