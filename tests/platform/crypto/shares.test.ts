import fc from 'fast-check'
import { createKeyPair, joinRecoveryKey, splitRecoveryKey } from '../../../src/platform/crypto'

const key = createKeyPair().privateKey

const twoOf = (sheets: string[]): [string, string][] => {
  const [one = '', two = '', three = ''] = sheets
  return [
    [one, two],
    [two, three],
    [three, one],
  ]
}

describe('the recovery key on paper', () => {
  it('comes back from any two of three sheets, and from all three', async () => {
    const sheets = await splitRecoveryKey(key)
    expect(sheets).toHaveLength(3)
    for (const sheet of sheets) expect(sheet).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-)+[0-9A-Z]{1,4}$/)
    for (const some of [...twoOf(sheets), sheets])
      expect((await joinRecoveryKey(some)).equals(key)).toBe(true)
  })

  it('is read however it was typed', async () => {
    const [one = '', two = ''] = await splitRecoveryKey(key)
    const typed = one.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
    expect((await joinRecoveryKey([typed, ` ${two} `])).equals(key)).toBe(true)
  })

  it('names the sheet on which any one character is wrong', async () => {
    const [one = '', two = ''] = await splitRecoveryKey(key)
    const letters = two.replaceAll('-', '')
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: letters.length - 1 }),
        fc.constantFrom(...Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ')),
        async (at, letter) => {
          fc.pre(letters[at] !== letter)
          const wrong = letters.slice(0, at) + letter + letters.slice(at + 1)
          await expect(joinRecoveryKey([one, wrong])).rejects.toMatchObject({
            code: 'recovery.share-slip',
            values: { position: 2 },
          })
        },
      ),
    )
    for (const cut of ['', two.slice(0, -1), `${two}0`, `${two}U`])
      await expect(joinRecoveryKey([one, cut])).rejects.toThrow('recovery.share-slip')
  })

  it('refuses one sheet, one sheet twice, and sheets of two keys', async () => {
    const [one = ''] = await splitRecoveryKey(key)
    const [, other = ''] = await splitRecoveryKey(createKeyPair().privateKey)
    for (const sheets of [[], [one], [one, one], [one, other]])
      await expect(joinRecoveryKey(sheets)).rejects.toThrow('recovery.shares-differ')
  })
})
