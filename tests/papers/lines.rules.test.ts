import fc from 'fast-check'
import { breakLines, printable } from '../../src/papers/lines.rules'
import { CORE, LINES, PAGE, PITCH } from '../../src/papers/page.rules'
import { pagesOf } from '../../src/papers/pages.rules'
import { stripsOf } from '../../src/papers/strips.rules'
import { asDay } from '../../src/platform/clock'

const wide = (text: string) => Array.from(text).length * 10
const lines = (text: string, width = 100, indent = 0) =>
  breakLines(text, { width, indent }, wide).map(line => line.text)

describe('lines of a paper', () => {
  it('fills a line, and begins none with a closing sign', () => {
    expect(lines('一二三四五六七八九十。一二')).toEqual(['一二三四五六七八九', '十。一二'])
  })

  it('ends none with an opening sign, and keeps numbers whole', () => {
    expect(lines('一二三四五六七八九《办法》')).toEqual(['一二三四五六七八九', '《办法》'])
    expect(lines('一二三四五六七2026年')).toEqual(['一二三四五六七', '2026年'])
  })

  it('keeps the line ends that a text has, and the first line shorter', () => {
    expect(lines('一二\n三', 100, 20)).toEqual(['一二', '三'])
    expect(lines('一二三四五六七八九十', 100, 20)).toEqual(['一二三四五六七八', '九十'])
  })

  it('loses nothing, and nothing is wider than the page', () => {
    const sign = fc.constantFrom('字', '。', '《', '》', '（', 'a', '7', ' ', '，')
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 200 }), signs => {
        const text = signs.join('')
        const broken = lines(text, 120, 20)
        expect(broken.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        expect(Math.max(0, ...broken.map(wide))).toBeLessThanOrEqual(120)
      }),
    )
  })

  it('leaves out what no paper can hold', () => {
    expect(printable('甲\u0000\u001b乙\ud800丙\n丁')).toBe('甲乙丙\n丁')
  })
})

describe('the page', () => {
  it('is that of GB/T 9704', () => {
    expect(Math.round(PAGE.width * 10)).toBe(5953)
    expect(PITCH * LINES).toBeCloseTo(CORE.height)
  })

  it('never holds signature and date alone', () => {
    const fonts = (text: string, size: number) => Array.from(text).length * size
    const closing = { body: '示范市医疗保障局', day: asDay('2026-11-23'), seal: true }
    for (let count = 1; count < 40; count += 1) {
      const blocks = Array.from(
        { length: count },
        () => ({ kind: 'paragraph', text: '字' }) as const,
      )
      const pages = pagesOf(stripsOf({ title: '标题', blocks, closing }, fonts))
      const last = pages.at(-1)?.filter(stroke => stroke.kind === 'text') ?? []
      expect(last.some(({ text }) => text === '字')).toBe(true)
      const lowest = Math.max(...pages.flat().map(({ y }) => y))
      expect(lowest).toBeLessThan(CORE.height)
    }
  })
})
