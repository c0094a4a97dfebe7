import type { Visitor } from '../accounts'
import type { Masking } from '../masking'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import { openCase } from './admission.service'
import type { FindingDeps } from './findings.service'

type Deps = FindingDeps & { readonly masking: Pick<Masking, 'maskOf'> }

/** Fields of this room that are prose and go out on paper. */
const prose = /^(?:text|reason|facts_\d+|receiver|note|number|why)$/

/** What of a form repeats what is masked in the case, by field: it says which words, to somebody who has just typed them. */
export type Identifying = (
  tx: Tx,
  visitor: Visitor,
  caseId: CaseId,
  typed: Readonly<Record<string, string>>,
) => Promise<Readonly<Record<string, string>>>

export const createIdentifying =
  (deps: Deps): Identifying =>
  async (tx, visitor, caseId, typed) => {
    const { key } = await openCase(deps, tx, visitor, caseId)
    const { hits } = await deps.masking.maskOf(tx, { caseId, key })
    const found = Object.entries(typed)
      .filter(([field]) => prose.test(field))
      .map(([field, words]) => [field, hits(words)] as const)
      .filter(([, words]) => words.length > 0)
    return Object.fromEntries(
      found.map(([field, words]) => [
        field,
        `这里写了遮挡的内容：${words.join('、')}。请换一种写法；确实要写的，请受理岗位先在“设置遮挡”里放开`,
      ]),
    )
  }
