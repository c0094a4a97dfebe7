import type { Lawbook } from '../lawbook'
import { addDays, dayOf, hourOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { Deadlines } from './deadlines.service'

type Deps = { readonly lawbook: Lawbook; readonly deadlines: Pick<Deadlines, 'workingDaysLeft'> }

export type OfficeHours = {
  /** Whether officers may be disturbed at this moment: a working day, between the hours of the lawbook. */
  readonly isOpen: (tx: Tx, moment: Date) => Promise<boolean>
}

export const createOfficeHours = ({ lawbook, deadlines }: Deps): OfficeHours => ({
  isOpen: async (tx, moment) => {
    const today = dayOf(moment)
    const limits = await lawbook.limits(tx, { place: '*', on: today })
    const hour = hourOf(moment)
    if (hour < limits['mail.from-hour'] || hour >= limits['mail.until-hour']) return false
    return (await deadlines.workingDaysLeft(tx, addDays(today, -1), today)) > 0
  },
})
