import { gistOf, namedErrors, namedValues, pickValues } from '../../src/reception/sheet.rules'

it('keeps what the sheet has fields for, and never the claim word', () => {
  const sent = {
    text: '经过',
    word: '口令口令口令口令',
    word2: 'x',
    q: '',
    other: '1',
    choice: ['a'],
  }

  expect(pickValues(sent)).toEqual({ text: '经过' })
})

it('reads the name of the reporter apart from the name of the target', () => {
  const values = { name: '仁和医院', who_name: '王小明', who_phone: '138' }

  expect(namedValues(values)).toEqual({ name: '王小明', phone: '138' })
  expect(namedErrors({ name: '请写姓名' })).toEqual({ who_name: '请写姓名' })
})

it('names an unfinished sheet by the first thing that was said', () => {
  const gist = (values: Readonly<Record<string, string>>) => gistOf({ values, behaviours: [] })

  expect(gist({ name: '仁和医院', text: '经过' })).toBe('仁和医院')
  expect(gist({ name: ' ', text: '一二三四五六七八九十一二三四五六七八九十多' })).toHaveLength(20)
  expect(gist({ who_name: '王小明' })).toBe('')
})
