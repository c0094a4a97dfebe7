import { randomBytes, randomInt, randomUUID } from 'node:crypto'

/** The only source of chance, always the system's CSPRNG outside tests. */
export type Random = {
  readonly bytes: (count: number) => Buffer
  /** UUIDv4: says nothing about order or time. */
  readonly uuid: () => string
  readonly digits: (count: number) => string
}

export const systemRandom: Random = {
  bytes: randomBytes,
  uuid: randomUUID,
  digits: count => Array.from({ length: count }, () => randomInt(10).toString()).join(''),
}
