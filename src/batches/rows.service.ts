import { readAmount, readWhen, unsureBehaviour, type Lists } from '../filing'
import type { LawEntry } from '../lawbook'
import type { Institution } from '../registry'
import type { ReadRow } from '../tables'
import type { Answers } from '../vocabulary/report-answers'
import { lengthOf } from '../vocabulary/typing'
import type { BatchLimits } from './batch'
import { cellIn, type Field, type Mapping, type Problem } from './batch.rules'

/** One row, read: what of it is a problem by itself is told by a word. */
export type RowWish = {
  readonly number: number
  readonly target: string
  readonly code: string
  readonly region: string
  readonly text: string
  readonly when: string
  readonly amount: string
  readonly behaviour: string | undefined
  readonly risk: string | undefined
}

export type Frame = {
  readonly lists: Lists
  readonly limits: BatchLimits
  readonly risks: readonly LawEntry<'risk-level'>[]
  /** Where the body is: what names no place lies there. */
  readonly ownRegion: string
}

type Read =
  { readonly ok: true; readonly wish: RowWish } | { readonly ok: false; readonly problem: Problem }

const same = (one: string, other: string): boolean => one.trim() === other.trim()

const behaviourOf = (words: string, { lists }: Frame): string | undefined =>
  lists.behaviours.find(
    ({ code, plain, term }) => same(code, words) || same(plain, words) || same(term, words),
  )?.code

const riskOf = (words: string, { risks }: Frame): string | undefined =>
  risks.find(({ data }) => same(data.name, words) || data.words.some(word => same(word, words)))
    ?.code

/** By its six digits or its name. */
const regionOf = (words: string, { lists, ownRegion }: Frame): string | undefined => {
  if (words === '') return ownRegion
  return lists.areas.find(
    ({ code, name }) => code === words || name === words || name === `${words}区`,
  )?.code
}

/** What no field has a place for stands below the account. */
const accountOf = (cell: (field: Field) => string, known: string | undefined): string => {
  const kind = cell('behaviour')
  return [
    cell('text'),
    ...(kind !== '' && known === undefined ? [`清单上的违规类型：${kind}`] : []),
    ...(cell('reference') === '' ? [] : [`清单上的编号：${cell('reference')}`]),
  ].join('\n')
}

type Faulty = { readonly problem: Problem; readonly when: boolean }

/** A day as sheets have it: 2026-11-22, 2026/11/22, 20261122. */
const spaced = (text: string): string => text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')

type Parts = {
  readonly when: Checked
  readonly amount: Checked
  readonly text: string
  readonly behaviour: string | undefined
  readonly risk: string | undefined
  readonly region: string | undefined
}

type Checked = { readonly ok: boolean; readonly value?: string }
const nothing: Checked = { ok: true, value: '' }

const partsOf = (cell: (field: Field) => string, frame: Frame): Parts => {
  const behaviour = behaviourOf(cell('behaviour'), frame)
  return {
    behaviour,
    text: accountOf(cell, behaviour),
    when: cell('when') === '' ? nothing : readWhen(spaced(cell('when')), frame.lists.today),
    amount: cell('amount') === '' ? nothing : readAmount(cell('amount')),
    risk: riskOf(cell('risk'), frame),
    region: regionOf(cell('region'), frame),
  }
}

const faultOf = (
  cell: (field: Field) => string,
  { when, amount, text, risk, region }: Parts,
  { limits }: Frame,
): Problem | undefined => {
  const faults: readonly Faulty[] = [
    { problem: 'no-target', when: cell('target') === '' },
    { problem: 'target-long', when: lengthOf(cell('target')) > limits.targetMost },
    { problem: 'no-text', when: cell('text') === '' },
    { problem: 'text-long', when: lengthOf(text) > limits.textMost },
    { problem: 'bad-day', when: !when.ok },
    { problem: 'bad-amount', when: !amount.ok },
    { problem: 'unknown-risk', when: cell('risk') !== '' && risk === undefined },
    { problem: 'unknown-region', when: region === undefined },
  ]
  return faults.find(one => one.when)?.problem
}

export const readRow = ({ number, cells }: ReadRow, mapping: Mapping, frame: Frame): Read => {
  const cell = (field: Field): string => cellIn(cells, mapping, field)
  const parts = partsOf(cell, frame)
  const problem = faultOf(cell, parts, frame)
  if (problem !== undefined) return { ok: false, problem }
  const { when, amount, text, behaviour, risk, region = '' } = parts
  return {
    ok: true,
    wish: {
      ...{ number, text, behaviour, risk, region },
      ...{ target: cell('target'), code: cell('code') },
      ...{ when: when.value ?? '', amount: amount.value ?? '' },
    },
  }
}

const aboutOf = (wish: RowWish, found: Institution | undefined): Answers['subject'] =>
  found === undefined
    ? {
        ...{ choice: 'typed', institutionId: null, name: wish.target },
        ...{ regionCode: wish.region, aboutBody: 'no' },
      }
    : {
        ...{ choice: 'institution', institutionId: found.id, name: found.name },
        ...{ regionCode: found.regionCode, aboutBody: 'no' },
      }

/** The same answers that a person would give in the steps of the wizard. */
export const answersOf = (wish: RowWish, found: Institution | undefined): Answers => {
  const unsure = wish.behaviour === undefined || wish.behaviour === unsureBehaviour
  return {
    subject: aboutOf(wish, found),
    identity: 'anon',
    type: {
      ...{ codes: unsure ? [] : [wish.behaviour], unsure },
      ...{ department: '', traceCode: '', billNumber: '' },
    },
    what: { text: wish.text, when: wish.when, period: '', amount: wish.amount },
  }
}
