import fc from 'fast-check'
import {
  codeFrom,
  documentNumber,
  fillTemplate,
  readCode,
  readNumber,
  typedOf,
  undeclaredIn,
  type Template,
} from '../../src/documents/template.rules'
import { DocumentTemplate } from '../../src/lawbook/document-template'

const template: Template = {
  ...{ name: '不予受理告知书', word: '不受', addressee: '{案件编号}举报人' },
  text: '理由如下：{理由}\n请拨打{联系电话}。',
  variables: [
    { name: '案件编号', from: 'case-number' },
    { name: '理由', from: 'typed', most: 10 },
    { name: '联系电话', from: 'telephone' },
  ],
}
const facts = new Map([
  ['case-number', '医保举〔2026〕00117'],
  ['telephone', '0000-1234567'],
])
const fill = (typed: [string, string][], from = template) =>
  fillTemplate(from, new Map(typed), facts)

describe('a template', () => {
  it('is filled from the case and from what was typed', () => {
    expect(fill([['理由', '不属本局']])).toEqual({
      addressee: '医保举〔2026〕00117举报人',
      paragraphs: ['理由如下：不属本局', '请拨打0000-1234567。'],
    })
    expect(typedOf(template).map(({ name }) => name)).toEqual(['理由'])
  })

  it('never reads as a template what was typed', () => {
    expect(fill([['理由', '{联系电话}$&']]).paragraphs[0]).toBe('理由如下：{联系电话}$&')
  })

  it('names the variable that is unknown, missing or too long', () => {
    const refusal = (rule: string, name: string) => ({ code: rule, values: { name } })
    const caught = (work: () => object): unknown => {
      try {
        return work()
      } catch (error) {
        return error
      }
    }
    expect(caught(() => fill([['理油', '一']]))).toMatchObject(
      refusal('document.unknown-variable', '理油'),
    )
    expect(caught(() => fill([['理由', ' ']]))).toMatchObject(
      refusal('document.missing-variable', '理由'),
    )
    expect(caught(() => fill([['理由', '字'.repeat(11)]]))).toMatchObject(
      refusal('document.long-variable', '理由'),
    )
    const wrong = { ...template, text: '{理由}{举报人姓名}' }
    expect(undeclaredIn(wrong)).toEqual(['举报人姓名'])
    expect(caught(() => fill([['理由', '一']], wrong))).toMatchObject(
      refusal('document.unknown-variable', '举报人姓名'),
    )
  })

  it('is not kept when it names what it has not declared', () => {
    const kept = { ...template, order: 1 }
    expect(DocumentTemplate.safeParse(kept).success).toBe(true)
    const read = DocumentTemplate.safeParse({ ...kept, text: '{举报人姓名}' })
    expect(read.error?.issues.map(({ message }) => message)).toContain('没有声明的变量：举报人姓名')
    const names = [...template.variables, { name: '姓名', from: 'reporter-name' }]
    expect(DocumentTemplate.safeParse({ ...kept, variables: names }).success).toBe(false)
  })
})

describe('number and code', () => {
  it('are read as they stand on paper and as people type them', () => {
    const number = documentNumber({ body: '示范市医保局', word: '举受', year: 2026 }, 45)
    expect(number).toBe('示范市医保局举受〔2026〕45号')
    for (const typed of ['示范市医保局举受[2026]45号', ' 示范市医保局举受（２０２６）45 号'])
      expect(readNumber(typed)).toBe(number)
    expect(readCode('７ｋ2m 91qf')).toBe('7K2M-91QF')
  })

  it('a code has eight signs that are not taken for each other', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), bytes => {
        const code = codeFrom(bytes) ?? '2222-2222'
        expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/)
        expect(readCode(code)).toBe(code)
      }),
    )
  })
})
