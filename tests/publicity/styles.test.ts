import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { compile } from 'sass'

const built = (name: string) =>
  compile(`assets/styles/${name}.scss`, {
    style: 'compressed',
    loadPaths: ['node_modules'],
    quietDeps: true,
  }).css

describe.each(['public', 'staff'])('the %s styles', name => {
  it('carry nothing that belongs to the British government', () => {
    expect(built(name)).not.toMatch(/GDS Transport|govuk-crest|crown|@font-face/i)
  })

  it('load nothing: no font, no image, no other host', () => {
    expect(built(name)).not.toMatch(/url\(|@import/)
  })

  it('fit a slow line together with the script', () => {
    const script = readFileSync(
      `assets/scripts/${name === 'public' ? 'reporter' : 'staff'}.js`,
      'utf8',
    )

    expect(gzipSync(built(name)).length).toBeLessThan(12 * 1024)
    expect(gzipSync(script).length).toBeLessThan(4 * 1024)
  })
})

describe('contrast of the tokens', () => {
  const source = readFileSync('assets/styles/_tokens.scss', 'utf8')
  const token = (name: string): string => {
    const value = new RegExp(`^\\$${name}: #([0-9a-f]{6});`, 'm').exec(source)?.[1]
    if (value === undefined) throw new Error(`no token ${name}`)
    return value
  }
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [0, 2, 4]
      .map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one: string, other: string): number => {
    const [light = 0, dark = 0] = [luminance(token(one)), luminance(token(other))].sort(
      (a, b) => b - a,
    )
    return (light + 0.05) / (dark + 0.05)
  }

  it.each([
    ['ink-900', 'white', 7],
    ['ink-900', 'paper', 7],
    ['ink-900', 'teal-100', 7],
    ['ink-900', 'amber-100', 7],
    ['ink-900', 'green-100', 7],
    ['ink-900', 'violet-100', 7],
    ['ink-900', 'red-100', 7],
    ['ink-900', 'line-200', 7],
    ['ink-700', 'white', 7],
    ['ink-700', 'paper', 7],
    ['ink-700', 'teal-100', 4.5],
    ['ink-700', 'amber-100', 4.5],
    ['teal-700', 'white', 7],
    ['teal-700', 'paper', 7],
    ['teal-700', 'teal-100', 4.5],
    ['teal-700', 'amber-100', 4.5],
    ['white', 'teal-900', 7],
    ['white', 'teal-950', 7],
    ['teal-200', 'teal-900', 7],
    ['teal-200', 'teal-950', 7],
    ['white', 'red-700', 4.5],
    ['red-700', 'white', 4.5],
    ['red-700', 'red-100', 4.5],
    ['red-700', 'paper', 4.5],
    ['amber-800', 'white', 4.5],
    ['amber-800', 'amber-100', 4.5],
    ['green-700', 'white', 4.5],
    ['green-700', 'green-100', 4.5],
    ['violet-700', 'violet-100', 4.5],
    ['violet-700', 'white', 4.5],
    ['ink-500', 'white', 3],
    ['teal-500', 'white', 3],
    ['focus', 'ink-900', 3],
    ['focus', 'teal-950', 3],
  ] as const)('%s on %s is at least %d', (front, back, least) => {
    expect(contrast(front, back)).toBeGreaterThanOrEqual(least)
  })
})
