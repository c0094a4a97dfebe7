import { openKnex } from '../../src/platform/db/database'
import { createRunning } from '../../src/platform/db/running'

type Answer = (error: Error | null, result?: unknown) => void

it('ends the connection whose BEGIN fails, for what was sent behind it would be kept by itself', async () => {
  const answers: Answer[] = []
  let ended = 0
  const nothing = () => Promise.resolve()
  const stream = { destroy: () => (ended += 1) }
  const query = (_config: unknown, answer: Answer) => void answers.push(answer)
  const acquireConnection = () => Promise.resolve({ query, connection: { stream } })
  const pool = openKnex('postgres://nobody@127.0.0.1:1/none')
  Object.assign(pool.client as object, { acquireConnection, releaseConnection: nothing })
  const running = createRunning(pool)

  const endless = () => new Promise(() => undefined)
  void running.inTransaction(endless)
  void running.inTransaction(endless)
  await nothing()
  answers[0]?.(null, { command: 'BEGIN' })
  await nothing()
  expect(ended).toBe(0)
  answers[1]?.(new Error('canceling statement due to user request'))
  await nothing()
  await nothing()
  expect(ended).toBe(1)
})
