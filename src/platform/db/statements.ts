import { createHash } from 'node:crypto'
import { Query, type Client, type QueryConfig } from 'pg'

type Answer = (error: Error | null, result?: unknown) => void
type Ask = (query: object, answer?: Answer) => void
type Stream = { readonly cork: () => void; readonly uncork: () => void }
type Connection = { readonly stream: Stream }

/** What pg keeps of the columns of an answer, and makes anew each time they are described to it. */
type Columns = {
  readonly fields: readonly object[]
  readonly _parsers: readonly unknown[] | undefined
  readonly _prebuiltEmptyResultObject: object | null
}
/** Of pg's query what is used here beside its type. */
type Sent = {
  name?: string | undefined
  callback: Answer
  prepare: (connection: Connection) => void
  _accumulateRows?: boolean
  readonly _result: Columns
}
const Statement = Query as unknown as new (text: string, values: readonly unknown[]) => Sent

/** Above it a statement is planned each time: lists of any length make texts without end. */
const KEPT = 400

type Known = { readonly name: string; columns?: Columns | undefined }

const nameOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

const columnsOf = ({ fields, _parsers, _prebuiltEmptyResultObject }: Columns): Columns => ({
  fields,
  _parsers,
  _prebuiltEmptyResultObject,
})

/**
 * Makes the statements of one connection cheaper, and changes none of them. A text seen before is planned once
 * and then called by name; its columns are described once, for the database refuses a plan whose columns have
 * changed; what is asked in one go leaves in one write.
 */
export const quicken = (client: Client): void => {
  const known = new Map<string, Known | undefined>()
  const ask = client.query.bind(client) as unknown as Ask
  const { connection } = client as unknown as { connection: Connection }
  const { stream } = connection
  const undescribing = Object.create(connection, {
    describe: { value: () => undefined },
  }) as Connection

  const knownFor = (text: string): Known | undefined => {
    const before = known.get(text)
    if (before !== undefined) return before
    // The first time costs one round more by name, and many texts never come back.
    if (!known.has(text)) {
      if (known.size < KEPT) known.set(text, undefined)
      return undefined
    }
    const named = { name: nameOf(text) }
    known.set(text, named)
    return named
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

  const named = (text: string, values: readonly unknown[], statement: Known): Sent => {
    const sent = new Statement(text, values)
    sent.name = statement.name
    const { columns } = statement
    if (columns === undefined) return sent
    Object.assign(sent._result, columns)
    sent._accumulateRows = true
    const prepare = sent.prepare.bind(sent)
    sent.prepare = () => {
      prepare(undescribing)
    }
    return sent
  }

  const query = (config: QueryConfig, answer: Answer): void => {
    const { text, values = [] } = config
    const statement = values.length > 0 ? knownFor(text) : undefined
    inOneWrite(() => {
      if (statement === undefined) {
        ask(config, answer)
        return
      }
      const sent = named(text, values, statement)
      ask(sent, (error, result) => {
        if (error === null) statement.columns ??= columnsOf(sent._result)
        answer(error, result)
      })
    })
  }
  client.query = query as unknown as Client['query']
}
