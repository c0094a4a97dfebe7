import { findHints } from '../../src/intake/privacy.view'

const own = { name: '王小明', phone: '13800138000', idNumber: '11010519491231002X' }
const written = { text: '', toldBefore: '', fileNames: [] }

describe('the privacy check', () => {
  it.each([
    ['给我打 13912345678', '13912345678'],
    ['号码１３９１２３４５６７８', '13912345678'],
    ['我的工号 8831，别外传', '工号 8831'],
    ['只有我知道这件事。', '只有我知道这件事'],
    ['是王小明写的', '王小明'],
  ])('finds in «%s»: %s', (text, words) => {
    expect(findHints({ ...written, text }, own).map(hint => hint.words)).toContain(words)
  })

  it('points to the page where it can be mended', () => {
    const hints = findHints(
      { text: '', toldBefore: '找过 13912345678', fileNames: ['王小明.jpg'] },
      own,
    )
    expect(hints.map(({ where }) => where)).toEqual(['relation', 'evidence'])
  })

  it('is quiet about an ordinary account', () => {
    const text =
      '三楼病房空着，系统里住满了人，床位费 2026 年 9 月一共 128000 元，单号 20260912000123456789。'
    expect(findHints({ ...written, text }, undefined)).toEqual([])
  })
})
