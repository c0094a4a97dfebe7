import fc from 'fast-check'
import templates from '../../src/lawbook/data/document-template.json'
import { differenceOf } from '../../src/lawmaking/difference.rules'
import { readTemplate, templateWords, type TemplateData } from '../../src/lawmaking/template.rules'

const words = (change: (text: string) => string = text => text): string =>
  change(
    ['名称：告知书', '次序：1', '字号用字：举', '主送：{案件编号}举报人']
      .concat([
        '变量：案件编号＝案件编号',
        '变量：理由＝填写，最多 500 字',
        '正文：',
        '理由：{理由}',
      ])
      .join('\n'),
  )

it('reads every shipped template back from its words, without a fault', () => {
  for (const { data } of templates.entries) {
    const template = data as TemplateData
    expect(readTemplate(templateWords(template))).toEqual({ data: template, faults: [], notes: [] })
  }
})

it.each([
  ['{理由}', '{理申}', '正文里的 {理申} 没有声明变量'],
  [
    '变量：理由＝填写，最多 500 字',
    '变量：理由＝举报人姓名',
    '变量“理由＝举报人姓名”不知道从哪里来',
  ],
  ['变量：理由＝填写，最多 500 字', '变量：案件编号＝联系电话', '变量“案件编号”声明了不止一次'],
  ['名称：告知书\n', '', '没有写“名称”'],
  ['次序：1', '次序：甲', '“次序”要写数字'],
  ['主送：', '抄送：', '不认识“抄送”'],
  ['正文：\n理由：{理由}', '', '没有写正文'],
])('refuses %s as %s by its name', (from, to, fault) => {
  const read = readTemplate(words(text => text.replace(from, to)))
  expect(read.data).toBeUndefined()
  expect(read.faults.join('；')).toContain(fault)
})

it('says which variable is declared for nothing', () => {
  const read = readTemplate(words(text => text.replace('理由：{理由}', '如上。')))
  expect(read.faults).toEqual([])
  expect(read.notes).toEqual(['变量“理由”声明了，正文里没有用到'])
})

it('a difference tells both texts whole and in order, and names the least', () => {
  const text = fc.array(fc.constantFrom('甲', '乙', '丙', '')).map(lines => lines.join('\n'))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = differenceOf(before, after)
      const without = (sign: string) =>
        lines
          .filter(one => one.sign !== sign)
          .map(one => one.text)
          .join('\n')
      expect([without('new'), without('gone')]).toEqual([before, after])
    }),
  )
  expect(differenceOf('甲\n乙\n丙', '甲\n丁\n丙').map(({ sign }) => sign)).toEqual([
    ...['same', 'gone', 'new', 'same'],
  ])
})
