import type { Chance } from './chance.rules'
import shippedStories from './data/stories.json'
import shippedTalk from './data/talk.json'
import shippedWords from './data/words.json'

/** How one kind of behaviour is told; the code is that of the lawbook. */
export type Story = {
  readonly weight: number
  /** Other behaviours that are reported with it. */
  readonly also?: readonly string[]
  readonly places: readonly string[]
  /** Least and most, in yuan; 0 for what has no price. */
  readonly amount: readonly number[]
  readonly texts: readonly string[]
}

export const stories: Readonly<Record<string, Story>> = shippedStories
export const talk = shippedTalk

const lists: Readonly<Record<string, readonly string[]>> = shippedWords

const hole = /\{([\w-]+)\}/
const span = /^(\d+)-(\d+)$/

const fillOne = (chance: Chance, name: string): string => {
  const [, least, most] = span.exec(name) ?? []
  if (least !== undefined && most !== undefined)
    return chance.between(Number(least), Number(most)).toString()
  const list = lists[name]
  if (list === undefined) throw new Error(`no words called ${name}`)
  return chance.pick(list)
}

/** Puts words of the lists, and numbers such as {3-9}, into the holes of a sentence. */
export const tell = (chance: Chance, sentence: string): string => {
  let told = sentence
  for (let found = hole.exec(told); found !== null; found = hole.exec(told))
    told = told.replace(found[0], fillOne(chance, found[1] ?? ''))
  return told
}

export const word = (chance: Chance, list: string): string => tell(chance, `{${list}}`)

type Telling = {
  readonly code: string
  readonly source: 'web' | 'hotline' | 'visit' | 'letter'
  readonly withFiles: boolean
}

/** What was written or taken down, in a person's own words. */
export const tellStory = (chance: Chance, { code, source, withFiles }: Telling): string => {
  const main = tell(chance, chance.pick(stories[code]?.texts ?? ['{when}开始的。']))
  const lead = source === 'web' ? word(chance, 'opening') : word(chance, `lead-${source}`)
  const ending = word(chance, withFiles ? 'ending-files' : 'ending')
  return `${lead}${main}${ending}`
}
