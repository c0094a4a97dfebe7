import { createHmac } from 'node:crypto'

const WORDS = 2 ** 32

/** Whole numbers below `n`, each equally likely: words that would favour some are thrown away. */
export const createDice = (key: Buffer) => {
  let counter = 0
  const word = (): number => {
    const place = Buffer.alloc(8)
    place.writeBigUInt64BE(BigInt(counter))
    counter += 1
    return createHmac('sha256', key).update(place).digest().readUInt32BE()
  }
  return (n: number): number => {
    const fair = WORDS - (WORDS % n)
    let thrown = word()
    while (thrown >= fair) thrown = word()
    return thrown % n
  }
}
