/** How many of one network may be at work at once, and how many more may wait for that. */
export type Room = { readonly atOnce: number; readonly waiting: number }

type Line = { running: number; readonly waiting: (() => void)[] }

/** A place in line; giving it up lets the next one of the same network in. Undefined: the line is full. */
type Place = () => void

/**
 * Slow work has one queue for everybody. Before it every network stands in a line of its own, so that
 * whoever sends five hundred at once waits behind himself and nobody waits behind him.
 */
export const createLines = () => {
  const lines = new Map<string, Line>()

  const leave = (network: string, line: Line): void => {
    const next = line.waiting.shift()
    if (next !== undefined) next()
    else {
      line.running -= 1
      if (line.running === 0) lines.delete(network)
    }
  }

  const placeIn = (network: string, line: Line): Place => {
    let given = true
    return () => {
      if (given) leave(network, line)
      given = false
    }
  }

  const enter = async (network: string, { atOnce, waiting }: Room): Promise<Place | undefined> => {
    const line = lines.get(network) ?? { running: 0, waiting: [] }
    lines.set(network, line)
    if (line.running < atOnce) line.running += 1
    else if (line.waiting.length >= waiting) return undefined
    // Whoever leaves hands the place on without giving it up, so nobody can slip in between.
    else await new Promise<void>(resolve => line.waiting.push(resolve))
    return placeIn(network, line)
  }

  return { enter, size: () => lines.size }
}
