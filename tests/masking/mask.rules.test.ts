import fc from 'fast-check'
import { createMask, isMaskable, maskMark, noMask, wordKey } from '../../src/masking/mask.rules'

describe('a mask', () => {
  it.each([
    [
      ['13800138000'],
      '打 138-0013 8000 或者 １３８００１３８０００',
      `打 ${maskMark} 或者 ${maskMark}`,
    ],
    [['王小明', '王小'], '王小明和王小', `${maskMark}和${maskMark}`],
    [['三病区'], '三 病\n区和三病房', `${maskMark}和三病房`],
    [['abc'], 'ABC，ａｂｃ', `${maskMark}，${maskMark}`],
    [['一二一'], '一二一二一', maskMark],
    [['我'], '我和我', '我和我'],
    [[], '什么也没有', '什么也没有'],
  ])('%j in «%s»', (words, text, shown) => {
    expect(createMask(words).text(text)).toBe(shown)
  })

  // Fresh eyes, 2026-11-23: each of these went past the mask and was read as the plain word on paper.
  it.each([
    ...[
      '\ufe0f',
      '\u0301',
      '\u{e0041}',
      '\u202d',
      '\u2062',
      '\u034f',
      '\u3164',
      '\u115f',
      '\u200b',
    ],
    ...['«', '，', '“', '★', '\u{1f600}'],
  ])('is not blinded by %j between the signs', between => {
    const hidden = `举报人赵${between}小${between}秋反映`
    expect(createMask(['赵小秋']).text(hidden)).toBe(`举报人${maskMark}反映`)
    expect(createMask(['赵小秋']).hits(hidden)).toEqual(['赵小秋'])
  })

  it('keeps pairs of units whole at its edges', () => {
    expect(createMask(['小秋']).text('\u{1f600}小\u{e0041}秋\u{1f600}')).toBe(
      `\u{1f600}${maskMark}\u{1f600}`,
    )
  })

  it('keeps the ending of a file, and says nothing about how long the words were', () => {
    const mask = createMask(['王小明的工资单', '张三'])
    expect(mask.fileName('王小明的工资单.jpg')).toBe(`${maskMark}.jpg`)
    expect(mask.fileName('张三.xlsx')).toBe(`${maskMark}.xlsx`)
  })

  it('names what it hides in a text', () => {
    expect(createMask(['王小明', '13800138000']).hits('138 0013 8000')).toEqual(['13800138000'])
  })

  it('never masks its own mark', () => {
    expect(['遮挡', maskMark, '【'].map(isMaskable)).toEqual([false, false, false])
  })

  it('hides nothing from whoever opened the original', () => {
    expect(noMask.parts('原文')).toEqual([{ hidden: false, text: '原文' }])
  })

  const sign = fc.constantFrom(...Array.from('王小明我叫三病区值夜班0138 -１Ａaİ😀\n，'))
  const string = (most: number) => fc.array(sign, { maxLength: most }).map(signs => signs.join(''))

  it('leaves nothing of any word anywhere, and everything else as it was', () => {
    fc.assert(
      fc.property(fc.array(string(6), { maxLength: 6 }), string(80), (words, text) => {
        const mask = createMask(words)
        const shown = mask.text(text)
        const left = words.filter(
          word => isMaskable(word) && wordKey(shown).includes(wordKey(word)),
        )
        expect(left).toEqual([])
        expect(mask.text(shown)).toBe(shown)
        const open = mask.parts(text).flatMap(part => (part.hidden ? [] : [part.text]))
        expect(open.every(piece => text.includes(piece))).toBe(true)
        expect(mask.hits(text).length === 0).toBe(shown === text)
      }),
      { numRuns: 2000 },
    )
  })
})
