import { readForm } from '../../src/platform/http/form'
import { relationForm } from '../../src/relations/relations.schema'
import { touchOf, foldEmployer, type Target, type Tie } from '../../src/relations/tie.rules'
import type { InstitutionId } from '../../src/vocabulary/ids'

const id = (text: string) => text as InstitutionId
const tie = (change: Partial<Tie>): Tie => ({
  ...{ ground: 'relative', name: '', institutionId: null, regionCode: '' },
  ...change,
})
const target = (change: Partial<Target>): Target => ({
  ...{ institutionId: null, regionCode: '330102', name: '' },
  ...change,
})

describe('a declared relation', () => {
  it.each([
    [
      'the institution of the registry',
      tie({ institutionId: id('a') }),
      target({ institutionId: id('a') }),
      { target: 'relative', region: false },
    ],
    [
      'another institution',
      tie({ institutionId: id('a') }),
      target({ institutionId: id('b') }),
      undefined,
    ],
    ['nothing of the registry on both sides', tie({ name: '某某公司' }), target({}), undefined],
    [
      'the same name, written otherwise',
      tie({ name: '和安医院(城东院区)' }),
      target({ name: '和安医院（城东院区）' }),
      { target: 'relative', region: false },
    ],
    [
      'a name with its form of company',
      tie({ name: '康宁大药房' }),
      target({ name: '康宁大药房有限公司' }),
      { target: 'relative', region: false },
    ],
    [
      'a branch of it',
      tie({ name: '康宁大药房' }),
      target({ name: '康宁大药房滨河店' }),
      { target: 'relative', region: false },
    ],
    ['a part too short to tell', tie({ name: '医院' }), target({ name: '和安医院' }), undefined],
    ['its district', tie({ regionCode: '330102' }), target({}), { region: true }],
    ['the city above', tie({ regionCode: '330100' }), target({}), { region: true }],
    ['another district', tie({ regionCode: '330103' }), target({}), undefined],
    [
      'a case without a place',
      tie({ regionCode: '330102' }),
      target({ regionCode: null }),
      undefined,
    ],
  ] as const)('touches, or not: %s', (_, own, of, touch) => {
    expect(touchOf([own], of)).toEqual(touch)
  })

  it('to the target comes before one to the place', () => {
    const both = [tie({ regionCode: '330102' }), tie({ ground: 'employed', name: '和安医院' })]
    expect(touchOf(both, target({ name: '和安医院' }))).toEqual({
      target: 'employed',
      region: true,
    })
  })

  it('compares what is left of a name', () => {
    expect(foldEmployer(' Ａ药业 股份有限公司 ')).toBe('a药业')
  })
})

describe('the form', () => {
  const schema = relationForm({ grounds: ['relative'], regions: ['330102'], nameMax: 10 })
  const once = '7d1f7a52-0a4e-4a8e-8d42-0d9a8a3f1b11'
  it.each([
    ['nothing', {}, { ground: '请选是哪一种关系' }],
    ['neither name nor place', { ground: 'relative' }, { name: '请写单位的名称，或者选一个地区' }],
    [
      'both',
      { ground: 'relative', name: '和安医院', region: '330102' },
      { name: '单位和地区只写一样，另一样再申报一次' },
    ],
    [
      'a place that is not offered',
      { ground: 'relative', region: '110000' },
      { region: '请从名单里选一个地区' },
    ],
    [
      'signs for a name',
      { ground: 'relative', name: '——！' },
      { name: '请写单位的全称，至少 2 个字' },
    ],
    [
      'too long a name',
      { ground: 'relative', name: '一二三四五六七八九十一二' },
      { name: '最多 10 字，现在多了 2 字' },
    ],
    ['an unknown kind', { ground: 'x', name: '和安医院' }, { ground: '请选是哪一种关系' }],
  ])('says what is wrong with %s', (_, body, errors) => {
    const read = readForm(schema, { once, ...body })
    expect(read.ok ? {} : read.form.errors).toEqual(errors)
  })
})
