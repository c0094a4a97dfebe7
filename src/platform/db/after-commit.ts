import type { Tx } from './transaction'

type Work = () => Promise<void>

const waiting = new WeakMap<Tx, Work[]>()

/**
 * Work outside the database that must happen only once the transaction is kept: taking away the bytes of a
 * row that it deletes. Best effort: a crash in between, or a failure, is left to whoever tidies up later.
 * Without a transaction around it, the statement is kept already.
 */
export const afterCommit = async (tx: Tx, work: Work): Promise<void> => {
  const list = waiting.get(tx)
  if (list === undefined) await work().catch(() => undefined)
  else list.push(work)
}

/** For the home of the transactions alone. */
export const awaitCommit = (tx: Tx): (() => Promise<void>) => {
  const list: Work[] = []
  waiting.set(tx, list)
  return async () => {
    waiting.delete(tx)
    await Promise.allSettled(list.map(work => work()))
  }
}
