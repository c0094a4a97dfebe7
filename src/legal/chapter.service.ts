import type { Accounts } from '../accounts'
import type { Case } from '../cases'
import { dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffId } from '../vocabulary/ids'
import { reviewsOf } from './reviews.repository'
import { resultWords } from './words'

type Line = {
  readonly part: 'decision'
  readonly name: string
  readonly on: Day
  readonly pages: string
  readonly maker: string
  readonly remark: string
}

/** What the contents list of a case has of its reviews. */
export const createReviewChapter =
  ({ accounts }: { readonly accounts: Pick<Accounts, 'namesOf'> }) =>
  async (tx: Tx, { found }: { readonly found: Case }): Promise<Line[]> => {
    const reviews = [...(await reviewsOf(tx, found.id))].reverse()
    const people = reviews.flatMap(({ submitted_by, reviewed_by }) => [
      submitted_by,
      ...(reviewed_by === null ? [] : [reviewed_by]),
    ])
    const names = await accounts.namesOf(tx, people)
    const nameOf = (id: StaffId) => names.get(id) ?? '同事'
    return reviews.map(
      ({ version, result, reviewed_by, reviewed_at, submitted_by, submitted_at }) =>
        result === null || reviewed_by === null
          ? {
              ...{ part: 'decision', pages: '', remark: '还没有意见' },
              ...{
                name: `第 ${version} 次送审`,
                on: dayOf(submitted_at),
                maker: nameOf(submitted_by),
              },
            }
          : {
              ...{ part: 'decision', pages: '', remark: resultWords[result] },
              name: `法制审核意见（第 ${version} 次）`,
              ...{ on: dayOf(reviewed_at ?? submitted_at), maker: nameOf(reviewed_by) },
            },
    )
  }
