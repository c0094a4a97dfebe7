import type { Knex } from 'knex'

/** It reads nothing but its argument: said so, figures of many bodies are added up by several processes at once. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw('ALTER FUNCTION statistics_clock_stands(deadlines) PARALLEL SAFE')
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('ALTER FUNCTION statistics_clock_stands(deadlines) PARALLEL UNSAFE')
}
