import type { Tx } from '../../src/platform/db/transaction'

type Builder = { readonly toSQL: () => { readonly sql: string } }
type Speaking = { readonly client: { runner: (builder: Builder) => unknown } }

/** The texts of the statements that this transaction is asked for from now on; BEGIN and COMMIT not among them. */
export const listenTo = (tx: Tx): readonly string[] => {
  const heard: string[] = []
  const { client } = tx as unknown as Speaking
  const { runner } = client
  client.runner = builder => {
    heard.push(builder.toSQL().sql.trim())
    return runner(builder)
  }
  return heard
}
