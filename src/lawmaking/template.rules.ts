import { stateWords } from '../vocabulary/case-words'

/** A template of documents as the law book keeps it. */
export type TemplateData = {
  readonly name: string
  readonly order: number
  readonly word: string
  readonly states?: readonly State[] | undefined
  readonly addressee: string
  readonly text: string
  readonly variables: readonly Variable[]
}
type State = keyof typeof stateWords
type Fact = keyof typeof factWords
type Variable =
  | { readonly name: string; readonly from: Fact }
  | { readonly name: string; readonly from: 'typed'; readonly most: number }

export type ReadTemplate = {
  /** Only where there is no fault. */
  readonly data?: TemplateData
  readonly faults: readonly string[]
  /** What is allowed and is perhaps not meant. */
  readonly notes: readonly string[]
}

const factWords = {
  'case-number': '案件编号',
  'received-on': '收到日期',
  telephone: '联系电话',
  target: '举报对象',
} as const
const facts = Object.keys(factWords) as Fact[]

const BODY = '正文：'
const VARIABLE = '变量'
/** Where a case must have come to; without it the template is always offered. */
const STATES = '适用状态'

const sourceWords = (one: Variable): string =>
  one.from === 'typed' ? `填写，最多 ${one.most} 字` : factWords[one.from]

/** The template as words that are read, edited and compared line by line. */
export const templateWords = (template: TemplateData): string =>
  [
    `名称：${template.name}`,
    `次序：${template.order}`,
    `字号用字：${template.word}`,
    ...(template.states === undefined
      ? []
      : [`${STATES}：${template.states.map(code => stateWords[code]).join('、')}`]),
    `主送：${template.addressee}`,
    ...template.variables.map(one => `${VARIABLE}：${one.name}＝${sourceWords(one)}`),
    BODY,
    template.text,
  ].join('\n')

const heads = ['名称', '次序', '字号用字', '主送'] as const

const readSource = (source: string): Fact | number | undefined => {
  const [, most] = /^填写[，,]\s*最多\s*([1-9]\d{0,4})\s*字$/.exec(source) ?? []
  return most === undefined ? facts.find(one => factWords[one] === source) : Number(most)
}

const readVariable = (words: string): Variable | undefined => {
  const [, name = '', source = ''] = /^\s*([^={}＝]*[^={}＝\s])\s*[=＝](.+)$/.exec(words) ?? []
  const from = readSource(source.trim())
  if (name === '' || from === undefined) return undefined
  return typeof from === 'number' ? { name, from: 'typed', most: from } : { name, from }
}

type Head = { readonly key: string; readonly value: string }

const toHead = (row: string): Head => {
  const [, key = row, value = ''] = /^([^：:]*)[：:](.*)$/.exec(row) ?? []
  return { key: key.trim(), value: value.trim() }
}

const headFaults = (given: readonly Head[]): string[] => {
  const strange = given.filter(
    ({ key }) => ![VARIABLE, STATES].includes(key) && !heads.some(head => head === key),
  )
  const count = (head: string) => given.filter(({ key }) => key === head).length
  const valueOf = (head: string) => given.find(({ key }) => key === head)?.value ?? ''
  return [
    ...strange.map(({ key }) => `不认识“${key}”，正文要写在“${BODY}”下面`),
    ...heads.filter(head => valueOf(head) === '').map(head => `没有写“${head}”`),
    ...heads.filter(head => count(head) > 1).map(head => `“${head}”写了不止一次`),
    ...(/^\d{1,4}$/.test(valueOf('次序')) || valueOf('次序') === '' ? [] : ['“次序”要写数字']),
  ]
}

const variableFaults = (given: readonly Head[], variables: readonly Variable[]): string[] => {
  const wrong = given.filter(
    ({ key, value }) => key === VARIABLE && readVariable(value) === undefined,
  )
  const names = variables.map(({ name }) => name)
  const twice = names.filter((name, at) => names.indexOf(name) < at)
  const ways = [...facts.map(fact => factWords[fact]), '填写，最多 500 字'].join('、')
  return [
    ...wrong.map(({ value }) => `变量“${value}”不知道从哪里来，等号后面可以写：${ways}`),
    ...[...new Set(twice)].map(name => `变量“${name}”声明了不止一次`),
  ]
}

const namedIn = (words: string): string[] => [
  ...new Set([...words.matchAll(/\{([^{}\n]*)\}/g)].map(([, name = '']) => name)),
]

const stateOf = (name: string): State | undefined =>
  (Object.keys(stateWords) as State[]).find(code => stateWords[code] === name)

const statesIn = (given: readonly Head[]) => {
  const value = given.find(({ key }) => key === STATES)?.value
  if (value === undefined) return { faults: [] }
  const names = value.split(/[、，,]/).map(name => name.trim())
  const strange = names.filter(name => stateOf(name) === undefined)
  return {
    states: names.flatMap(name => stateOf(name) ?? []),
    faults: strange.map(
      name => `没有“${name}”这个状态，可以写：${Object.values(stateWords).join('、')}`,
    ),
  }
}

/** Every fault by the name of what is wrong. */
export const readTemplate = (words: string): ReadTemplate => {
  const rows = words.split('\n').map(row => row.trim())
  const start = rows.findIndex(row => /^正文[：:]/.test(row))
  const given = rows
    .slice(0, start < 0 ? rows.length : start)
    .filter(Boolean)
    .map(toHead)
  const body =
    start < 0
      ? ''
      : rows
          .slice(start)
          .join('\n')
          .replace(/^正文[：:]\s*/, '')
          .trim()
  const variables = given
    .filter(({ key }) => key === VARIABLE)
    .flatMap(({ value }) => readVariable(value) ?? [])
  const valueOf = (head: string) => given.find(({ key }) => key === head)?.value ?? ''
  const { states, faults: stateFaults } = statesIn(given)
  const addressee = valueOf('主送')
  const named = namedIn(`${addressee}\n${body}`)
  const declared = variables.map(({ name }) => name)
  const faults = [
    ...headFaults(given),
    ...stateFaults,
    ...(body === '' ? ['没有写正文'] : []),
    ...variableFaults(given, variables),
    ...named
      .filter(name => !declared.includes(name))
      .map(name => `正文里的 {${name}} 没有声明变量`),
  ]
  const notes = declared
    .filter(name => !named.includes(name))
    .map(name => `变量“${name}”声明了，正文里没有用到`)
  if (faults.length > 0) return { faults, notes }
  const head = { name: valueOf('名称'), order: Number(valueOf('次序')), word: valueOf('字号用字') }
  const bound = states === undefined ? {} : { states }
  return { data: { ...head, ...bound, addressee, text: body, variables }, faults, notes }
}
