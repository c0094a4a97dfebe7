import { createHash } from 'node:crypto'
import type { Client, QueryConfig } from 'pg'

type Answer = (error: Error | null, result?: unknown) => void
type Ask = (config: QueryConfig, answer: Answer) => void
type Connection = { readonly stream: Corked }

/** Above it a statement is planned each time: lists of any length make texts without end. */
const KEPT = 400

const nameOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

/**
 * Makes the statements of one connection cheaper, and changes none of them. A text seen before is planned once
 * and then called by name; what is asked in one go leaves in one write.
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
      const name = (config.values ?? []).length > 0 ? nameFor(config.text) : undefined
      ask(name === undefined ? config : { ...config, name }, answer)
    })
  }
  client.query = query as unknown as Client['query']
}

type Corked = { readonly cork: () => void; readonly uncork: () => void }
