import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { caseLabel } from '../cases'
import type { Cases } from '../cases'
import type { Evidence, EvidenceFile } from '../evidence'
import type { Findings } from '../findings'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import { drawPdf } from '../papers'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { Registry } from '../registry'
import { inYuan } from '../vocabulary/money'
import {
  contentsName,
  contentsOf,
  fileName,
  papersOf,
  type Line,
  type PackFacts,
} from './pack-papers'
import type { ChosenFile, OpenCase, PackFile, ReceiverLaw, TransferContent } from './transfer'

export type PackDeps = {
  readonly cases: Cases
  readonly clock: Clock
  readonly evidence: Evidence
  readonly findings: Pick<Findings, 'readFinding'>
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly registry: Registry
}

const briefNames = [
  ['when', '时间'],
  ['how', '怎么做的'],
  ['amount', '涉及金额'],
  ['where', '哪里能查到'],
] as const

const findingOf = async (
  { findings }: PackDeps,
  tx: Tx,
  { found, key }: OpenCase,
): Promise<Line[]> => {
  const finding = await findings.readFinding(tx, key, found.id)
  if (finding === undefined) return []
  const items = finding.content.items.map((item, at) => {
    const law = finding.laws[at]
    const basis = law === undefined ? '' : `。依据：${law.basis}`
    return {
      name: `（${at + 1}）${law?.term ?? item.code}`,
      words: `${item.facts}${basis}。基金损失 ${inYuan(item.loss)} 元`,
    }
  })
  const { loss, otherLoss } = finding.totals
  return [...items, { name: '基金损失合计', words: `${inYuan(loss + otherLoss)} 元` }]
}

const targetOf = async ({ registry }: PackDeps, tx: Tx, { found }: OpenCase, brief: string) =>
  found.institutionId === null ? brief : (await registry.get(tx, found.institutionId)).name

/** @throws refused `transfer.no-brief`: without 核查要点 nothing leaves, the original stands in for nothing */
export const readFacts = async (deps: PackDeps, tx: Tx, open: OpenCase): Promise<PackFacts> => {
  const { found, key } = open
  const brief = await deps.cases.briefOf(tx, key, found.id)
  if (brief === undefined) throw refused('transfer.no-brief')
  const target = await targetOf(deps, tx, open, brief.target)
  if (target === '') throw refused('transfer.no-brief')
  const day = dayOf(deps.clock())
  const at = { place: found.regionCode ?? '*', on: day }
  const terms = await deps.lawbook.list(tx, 'behaviour', at)
  const { name } = await deps.organisations.get(tx, found.organisationId)
  return {
    ...{ body: name, day, target, label: caseLabel(found.year, found.serial) },
    behaviours: found.behaviours.map(
      code => terms.find(one => one.code === code)?.data.term ?? code,
    ),
    brief: briefNames.map(([field, words]) => ({ name: words, words: brief[field] })),
    finding: await findingOf(deps, tx, open),
  }
}

export type Made = Omit<PackFile, 'id' | 'ordinal'> & { readonly bytes: Buffer }
type Most = { readonly files: number; readonly bytes: number }

const made = (what: Pick<Made, 'name' | 'material' | 'type' | 'bytes'>): Made => ({
  ...what,
  size: what.bytes.length,
  sha256: createHash('sha256').update(what.bytes).digest('hex'),
})

const extensionOf: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
}

type Part = Pick<Made, 'type' | 'bytes'> & { readonly ending: string }

/** Whether there is a copy without what a camera or a word processor wrote into the file. */
export const hasCleanCopy = ({ shelf, stage, locked, whole }: EvidenceFile): boolean =>
  stage === 'sent' && !locked && whole && (shelf === 'image' || shelf === 'pdf')

type Here = { readonly open: OpenCase; readonly most: Most }

const picture = async (
  { evidence }: PackDeps,
  { open: { found, key } }: Here,
  { id }: EvidenceFile,
): Promise<Part[]> => {
  const copy = await evidence.openCopy({ caseId: found.id, caseKey: key }, id)
  if (typeof copy === 'string') throw refused('transfer.no-copy')
  const bytes = await buffer(copy.read(0, copy.size - 1))
  return [{ bytes, type: copy.type, ending: `.${extensionOf[copy.type] ?? 'bin'}` }]
}

/** Drawn anew, page by page: no text, no author, no attachment of the file is in a picture. */
const pages = async (
  { evidence }: PackDeps,
  { open: { found, key }, most }: Here,
  { id }: EvidenceFile,
): Promise<Part[]> => {
  const at = { caseId: found.id, caseKey: key }
  const count = await evidence.pageCount(at, id)
  if (typeof count === 'string') throw refused('transfer.no-copy')
  if (count > most.files) throw refused('transfer.too-much')
  const parts: Part[] = []
  for (let page = 1; page <= count; page += 1) {
    const bytes = await evidence.drawPage(at, id, page)
    if (typeof bytes === 'string') throw refused('transfer.no-copy')
    parts.push({ bytes, type: 'image/png', ending: `-第${page}页.png` })
  }
  return parts
}

type Chosen = { readonly file: EvidenceFile; readonly material: string }

const checkSize = (files: readonly Made[], most: Most): void => {
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  if (files.length > most.files || bytes > most.bytes) throw refused('transfer.too-much')
}

/** Copies alone: originals are never opened here. @throws refused `transfer.no-copy`, `transfer.too-much` */
const copiesOf = async (
  deps: PackDeps,
  here: Here,
  chosen: readonly Chosen[],
  named: { readonly law: ReceiverLaw; readonly from: number },
): Promise<Made[]> => {
  const files: Made[] = []
  const counts = new Map<string, number>()
  for (const { file, material } of chosen) {
    const count = (counts.get(material) ?? 0) + 1
    counts.set(material, count)
    const name = named.law.materials.find(({ code }) => code === material)?.name ?? material
    for (const part of await (file.shelf === 'image' ? picture : pages)(deps, here, file)) {
      const { ending, ...rest } = part
      const at = named.from + files.length
      files.push(made({ ...rest, material, name: fileName(at, `${name}-${count}${ending}`) }))
      checkSize(files, here.most)
    }
  }
  return files
}

/** The files that were chosen, in the order of the list. @throws refused `transfer.no-copy` */
export const chosenFiles = async (
  { evidence }: PackDeps,
  tx: Tx,
  { found, key }: OpenCase,
  wanted: readonly ChosenFile[],
): Promise<Chosen[]> => {
  const all = await evidence.list(tx, { caseId: found.id, caseKey: key }, { stage: 'sent' })
  const chosen = wanted.flatMap(({ id, material }) => {
    const file = all.find(one => one.id === id)
    return file !== undefined && hasCleanCopy(file) ? [{ file, material }] : []
  })
  if (chosen.length !== wanted.length) throw refused('transfer.no-copy')
  return chosen
}

type Wish = {
  readonly facts: PackFacts
  readonly law: ReceiverLaw
  readonly content: TransferContent
  readonly chosen: readonly Chosen[]
  readonly most: Most
}

/** The very bytes that would leave, the contents list first. No transaction is open meanwhile. */
export const drawPack = async (deps: PackDeps, open: OpenCase, wish: Wish): Promise<Made[]> => {
  const { facts, law, content, chosen, most } = wish
  const papers: Made[] = []
  for (const { material, name, paper } of papersOf(facts, { law, content }))
    papers.push(
      made({
        ...{ material, name: fileName(papers.length + 1, name), type: 'application/pdf' },
        bytes: await drawPdf(paper),
      }),
    )
  const named = { law, from: papers.length + 1 }
  const files = [...papers, ...(await copiesOf(deps, { open, most }, chosen, named))]
  const contents = made({
    ...{ name: contentsName, material: 'contents', type: 'application/pdf' },
    bytes: await drawPdf(contentsOf(facts, files, content.receiverName)),
  })
  const all = [contents, ...files]
  checkSize(all, most)
  return all
}
