/** What a network may spend; the lawbook says how much (`throttle.*`). */
type BudgetName =
  'code-tries' | 'sign-ins' | 'drafts' | 'submissions' | 'messages' | 'uploads' | 'forms'

export type Budget = {
  readonly name: BudgetName
  /** Only what failed counts: who knows the code may come as often as he likes. */
  readonly onlyFailures?: boolean
  /** Slow work behind the door: one network's requests stand in line. */
  readonly inLine?: boolean
  /** Counts the bytes of files too. */
  readonly bytes?: boolean
}

/** Of one entrance, by method and path ('post /follow'); a door that is not listed spends `other`. */
export type Budgets = {
  readonly doors: Readonly<Record<string, Budget>>
  readonly other?: Budget
  readonly uploads?: Budget
}

type Method = 'get' | 'post' | 'upload'

/** Pages that are only read spend nothing of what the nodes share. */
export const budgetOf = (
  { doors, other, uploads }: Budgets,
  method: Method,
  path: string,
): Budget | undefined => {
  if (method === 'get') return undefined
  return doors[`${method} ${path}`] ?? (method === 'upload' ? uploads : other)
}

/** Half a minute is told in seconds, half an hour in minutes; rounded up, or it would be too early again. */
export const waitInWords = (seconds: number): string =>
  seconds <= 90 ? `${seconds} 秒` : `${Math.ceil(seconds / 60)} 分钟`
