import type { Client } from 'pg'
import { quicken } from '../../src/platform/db/statements'

type Answer = (error: Error | null, result?: unknown) => void

it('ends the connection whose BEGIN fails, for what was sent behind it would be kept by itself', () => {
  const answers: Answer[] = []
  let ended = 0
  const nothing = () => undefined
  const stream = { cork: nothing, uncork: nothing, destroy: () => (ended += 1) }
  const query = (_config: unknown, answer: Answer) => void answers.push(answer)
  const client = { query, connection: { stream } }
  quicken(client as unknown as Client)

  for (const text of ['BEGIN;', 'BEGIN;']) client.query({ text }, nothing)
  answers[0]?.(null, { command: 'BEGIN' })
  expect(ended).toBe(0)
  answers[1]?.(new Error('canceling statement due to user request'))
  expect(ended).toBe(1)
})
