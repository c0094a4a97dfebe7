export type Lamp = 'overdue' | 'near' | 'normal'

/** Red after the day itself, amber while at most `nearDays` working days are left, else green. */
export const lampOf = (
  {
    today,
    dueOn,
    workingDaysLeft,
  }: Readonly<{
    today: string
    dueOn: string
    workingDaysLeft: number
  }>,
  nearDays: number,
): Lamp => {
  if (today > dueOn) return 'overdue'
  return workingDaysLeft <= nearDays ? 'near' : 'normal'
}
