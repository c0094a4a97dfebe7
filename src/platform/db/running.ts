import type { Knex } from 'knex'
import { codeOf } from '../errors'
import type { Tx } from './transaction'

type Statement = { readonly sql: string; readonly bindings?: readonly unknown[] }
type Builder = { readonly toSQL: () => Statement }
/** What of knex's client is used here: it builds statements and reads answers, and does not run them. */
type KnexClient = {
  readonly acquireConnection: () => Promise<Connection>
  readonly releaseConnection: (connection: Connection) => Promise<void>
  readonly positionBindings: (text: string) => string
  readonly prepBindings: (bindings: readonly unknown[]) => unknown[]
  readonly processResponse: (statement: object, runner: undefined) => unknown
  readonly queryBuilder: () => Readonly<Record<'from' | 'first', (...words: unknown[]) => unknown>>
  readonly raw: (...words: unknown[]) => unknown
}
type Answer = { readonly command: string }
type Connection = {
  readonly query: (
    statement: { readonly text: string; readonly values: unknown[] },
    done: (error: Error | null, answer: Answer) => void,
  ) => void
  readonly connection: { readonly stream: { readonly destroy: () => void } }
  /** knex's mark: such a connection is not used again. */
  __knex__disposed?: unknown
}
type Ask = (text: string, values: unknown[]) => Promise<Answer>

const askOn =
  (connection: Connection): Ask =>
  (text, values) =>
    new Promise((resolve, reject) => {
      connection.query({ text, values }, (error, answer) => {
        if (error === null) resolve(answer)
        else reject(error)
      })
    })

/** Texts come again and again; lists of any length make some without end. */
const TEXTS_KEPT = 1_000

/** `?` of knex as `$1`, `$2` of PostgreSQL: looked for once in each text. */
const placing = (client: KnexClient) => {
  const placed = new Map<string, string>()
  return (text: string): string => {
    const before = placed.get(text)
    if (before !== undefined) return before
    const after = client.positionBindings(text)
    if (placed.size < TEXTS_KEPT) placed.set(text, after)
    return after
  }
}

type Place = ReturnType<typeof placing>

/** Statements as knex builds them, run by `ask`. */
const speak = (client: KnexClient, place: Place, ask: Ask): Tx => {
  const run = async (builder: Builder): Promise<unknown> => {
    const statement = builder.toSQL()
    const values = client.prepBindings(statement.bindings ?? [])
    const response = await ask(place(statement.sql), values)
    return client.processResponse({ ...statement, response }, undefined)
  }
  const own = Object.create(client) as KnexClient & { runner: unknown }
  own.runner = (builder: Builder) => ({ run: () => run(builder) })
  const from = (name: unknown) => own.queryBuilder().from(name)
  const first = (...words: unknown[]) => own.queryBuilder().first(...words)
  const raw = own.raw.bind(own)
  return Object.assign(from.bind(undefined), { from, first, raw, client: own }) as unknown as Tx
}

/** Not waited for: it leaves with the first statement. Without it every statement would be kept by itself. */
const begin = (connection: Connection): void => {
  askOn(connection)('BEGIN;', []).catch(() => {
    connection.connection.stream.destroy()
  })
}

/**
 * PostgreSQL undoes a transaction in which a statement has failed, and says so to COMMIT without an error, even
 * where nobody waited for that statement or its failure was caught.
 */
const commit = async (connection: Connection): Promise<void> => {
  const { command } = await askOn(connection)('COMMIT;', [])
  if (command === 'ROLLBACK')
    throw new Error('a statement had failed: nothing of the transaction was kept')
}

const ROLLBACK_MS = 5_000

/** A connection that cannot take its work back in time is cut, and the database takes it back. */
const takeBack = async (connection: Connection): Promise<void> => {
  const slow = setTimeout(() => {
    connection.connection.stream.destroy()
  }, ROLLBACK_MS)
  await askOn(connection)('ROLLBACK', []).catch((error: unknown) => {
    connection.__knex__disposed = error
  })
  clearTimeout(slow)
}

/** 25P02: an earlier statement failed. Of several that were sent together this one may be heard first. */
const isAftermath = (error: unknown): boolean => codeOf(error) === '25P02'

/**
 * Runs transactions and single statements on the connections of a knex pool, without knex's own way of running
 * them, which costs more than the statements, and quotes their values when they fail.
 */
export const createRunning = (pool: Knex) => {
  const client = pool.client as KnexClient
  const place = placing(client)

  const inTransaction = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const connection = await client.acquireConnection()
    const state: { over: boolean; firstFailure?: unknown } = { over: false }
    const ask: Ask = async (text, values) => {
      // Whatever still runs when its transaction has ended must not reach the next one of this connection.
      if (state.over) throw new Error('the transaction is over')
      try {
        return await askOn(connection)(text, values)
      } catch (error) {
        state.firstFailure ??= error
        throw error
      }
    }
    try {
      begin(connection)
      const result = await work(speak(client, place, ask))
      state.over = true
      await commit(connection)
      return result
    } catch (error) {
      state.over = true
      await takeBack(connection)
      throw isAftermath(error) ? (state.firstFailure ?? error) : error
    } finally {
      await client.releaseConnection(connection)
    }
  }

  /**
   * Each statement by itself, on whatever connection is free. What one piece of work asks together (`Promise.all`) takes
   * one connection and leaves in one write: waking the database costs more than most of its answers.
   */
  const together = (): Ask => {
    let joined: { readonly connection: Promise<Connection>; waiting: number } | undefined
    const join = () => {
      joined ??= { connection: client.acquireConnection(), waiting: 0 }
      joined.waiting += 1
      return joined
    }
    return async (text, values) => {
      const mine = join()
      try {
        return await askOn(await mine.connection)(text, values)
      } finally {
        mine.waiting -= 1
        if (mine.waiting === 0) {
          // Whatever is asked from here on takes another one.
          if (joined === mine) joined = undefined
          await mine.connection.then(client.releaseConnection.bind(client), () => undefined)
        }
      }
    }
  }

  return { inTransaction, piecemeal: () => speak(client, place, together()) }
}
