import { randomBytes } from 'node:crypto'

const digits = (count: number): string =>
  Array.from(randomBytes(count), byte => String(byte % 10)).join('')

/** Words that nothing else on this machine says, each different, and each remembered by what it was typed as. */
export const createCanaries = () => {
  const sown = new Map<string, string>()
  const sow = (field: string, value: string): string => {
    sown.set(`${field} ${sown.size + 1}`, value)
    return value
  }
  const tag = () => randomBytes(4).toString('hex')
  return {
    /** By the field and a number: what a failing test may print. */
    all: (): Readonly<Record<string, string>> => Object.fromEntries(sown),
    count: () => new Set(sown.values()).size,
    words: (field: string) => sow(field, `雀${tag()}${field}`),
    /** Long enough for a reason. */
    reason: (field: string) => {
      const own = sow(field, `雀因${tag()}`)
      return `${own}，这里把缘由一五一十写清楚，好让后来的人看得明白`
    },
    phone: (field: string) => sow(field, `13${digits(9)}`),
    passport: (field: string) => sow(field, `E${digits(3)}${tag().toUpperCase()}`),
    long: (field: string, count: number) => sow(field, `8${digits(count - 1)}`),
    code: (field: string, value: string) => {
      sow(`${field} in groups`, value.match(/\d{4}/g)?.join(' ') ?? '')
      return sow(field, value)
    },
  }
}

export type Canaries = ReturnType<typeof createCanaries>
