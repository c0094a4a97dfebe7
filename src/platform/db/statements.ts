import { createHash } from 'node:crypto'
import type { Client, QueryConfig } from 'pg'

type Answer = (error: Error | null, result?: unknown) => void
type Ask = (config: QueryConfig, answer: Answer) => void
type Connection = { readonly stream: NodeJS.WritableStream & Corked & Destroyed }

/** Above it a statement is planned each time: lists of any length make texts without end. */
const KEPT = 400

const nameOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

/**
 * PostgreSQL undoes a transaction in which a statement has failed, and says so to COMMIT without an error, even
 * where nobody waited for that statement or its failure was caught.
 */
const unlessUndone =
  (answer: Answer): Answer =>
  (error, result) => {
    const undone = (result as { readonly command?: string } | undefined)?.command === 'ROLLBACK'
    if (undone) answer(new Error('a statement had failed: nothing of the transaction was kept'))
    else answer(error, result)
  }

/**
 * Makes the statements of one connection cheaper, and changes none of them. A text seen before is planned once
 * and then called by name. What is asked in one go (see `together`) leaves in one write, and the first statement
 * of a transaction does not wait for the answer to BEGIN: should BEGIN fail, its connection ends at once, and all
 * that follows with it. What the database answers to COMMIT with ROLLBACK was not kept, and is an error.
 */
export const quicken = (client: Client): void => {
  const names = new Map<string, string | undefined>()
  const ask = client.query.bind(client) as unknown as Ask
  const { stream } = (client as unknown as { connection: Connection }).connection

  const nameFor = (text: string): string | undefined => {
    // The first time costs one round more by name, and many texts never come back.
    if (!names.has(text) && names.size < KEPT) names.set(text, undefined)
    else if (names.has(text)) names.set(text, names.get(text) ?? nameOf(text))
    return names.get(text)
  }

  const inOneWrite = (work: () => void): void => {
    stream.cork()
    try {
      work()
    } finally {
      process.nextTick(() => {
        stream.uncork()
      })
    }
  }

  const query: Ask = (config, answer) => {
    inOneWrite(() => {
      if (config.text === 'BEGIN;') {
        ask(config, error => {
          // Without its BEGIN every statement would be kept by itself.
          if (error !== null) stream.destroy()
        })
        answer(null, { command: 'BEGIN', rows: [] })
        return
      }
      if (config.text === 'COMMIT;') {
        ask(config, unlessUndone(answer))
        return
      }
      const name = (config.values ?? []).length > 0 ? nameFor(config.text) : undefined
      ask(name === undefined ? config : { ...config, name }, answer)
    })
  }
  client.query = query as unknown as Client['query']
}

type Destroyed = { readonly destroy: () => void }
type Corked = { readonly cork: () => void; readonly uncork: () => void }
