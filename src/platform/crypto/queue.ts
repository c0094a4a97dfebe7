import { unavailable } from '../errors'

type Limits = { readonly atOnce: number; readonly waiting: number; readonly busy: string }
type Queue = <T>(work: () => Promise<T>) => Promise<T>

/** Runs a few at once, lets a bounded number wait in order, and refuses the rest at once. */
export const createBoundedQueue = ({ atOnce, waiting, busy }: Limits): Queue => {
  const line: (() => void)[] = []
  let running = 0

  const enter = async (): Promise<void> => {
    if (running < atOnce) {
      running += 1
      return
    }
    if (line.length >= waiting) throw unavailable(busy)
    // Whoever leaves hands the place on without giving it up, so nobody can slip in between.
    await new Promise<void>(resolve => line.push(resolve))
  }

  const leave = (): void => {
    const next = line.shift()
    if (next === undefined) running -= 1
    else next()
  }

  return async work => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
