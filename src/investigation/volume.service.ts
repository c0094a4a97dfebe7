import type { Accounts } from '../accounts'
import { openReason, type Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Dialogue } from '../dialogue'
import type { Evidence, EvidenceFile } from '../evidence'
import { getFormat } from '../files'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { actionWords } from '../vocabulary/case-words'
import type { Investigation } from './investigation.service'
import type { OpenFile } from './record'
import { pagesInWords } from './record-words'
import type { VolumeChapter, VolumeLine } from './volume'

type Deps = {
  readonly accounts: Accounts
  readonly cases: Cases
  readonly deadlines: Deadlines
  readonly dialogue: Dialogue
  readonly evidence: Evidence
  readonly investigation: Investigation
  /** What rooms beside this one have in the file: findings, opinions, letters. */
  readonly chapters: readonly VolumeChapter[]
}

export type Volume = {
  /** Everything that the file of the case has, in the order of the contents. */
  readonly lines: (tx: Tx, file: OpenFile) => Promise<readonly VolumeLine[]>
}

const blank = { pages: '', maker: '', remark: '' }

const shelves: Readonly<Record<EvidenceFile['shelf'], string>> = {
  image: '照片',
  pdf: 'PDF',
  audio: '录音',
  video: '视频',
  text: '文字',
  document: '文件',
}

/** Named by number and sort only: what a reporter called a file may tell who it was. */
const clue = async (
  { cases, evidence }: Deps,
  tx: Tx,
  { found, key }: OpenFile,
): Promise<VolumeLine[]> => {
  const part = 'clue' as const
  const reports = await cases.contentsOf(tx, key, found.id)
  const files = await evidence.list(tx, { caseId: found.id, caseKey: key }, { stage: 'sent' })
  const came = files.filter(({ source }) => source === 'reporter')
  const brief = await cases.briefOf(tx, key, found.id)
  return [
    ...reports.map(({ receivedOn }, at): VolumeLine => ({
      ...{ part, ...blank, on: receivedOn, remark: '加密保存，不打印' },
      name: reports.length > 1 ? `举报材料之${at + 1}` : '举报材料',
    })),
    ...came.map((one, at): VolumeLine => ({
      ...{ part, ...blank, on: one.addedOn, pages: one.shelf === 'image' ? '1' : '' },
      name: `举报人提交的材料 ${at + 1}（${shelves[getFormat(one.format).shelf]}）`,
    })),
    ...(brief === undefined ? [] : [{ part, ...blank, on: null, name: '核查要点' }]),
  ]
}

const decided = async (
  { cases, accounts }: Deps,
  tx: Tx,
  { found, key }: OpenFile,
): Promise<VolumeLine[]> => {
  const decisions = [...(await cases.decisionsOf(tx, found.id))].reverse()
  const names = await accounts.namesOf(
    tx,
    decisions.map(({ staff_id }) => staff_id),
  )
  return decisions.map(decision => ({
    ...{ part: 'decision', ...blank, on: dayOf(decision.at) },
    name: `${actionWords[decision.action]}审批`,
    maker: names.get(decision.staff_id) ?? '同事',
    remark: openReason(key, decision) === undefined ? '' : '附理由',
  }))
}

const collected = async ({ investigation }: Deps, tx: Tx, file: OpenFile): Promise<VolumeLine[]> =>
  (await investigation.all(tx, file)).map(({ item, kind, first, second }) => ({
    part: 'record',
    name: `${item.words.title}（${kind}）`,
    on: item.madeOn,
    pages: pagesInWords(item.words),
    maker: `${first}、${second}`,
    remark: [
      ...(item.version > 1 ? [`第 ${item.version} 版`] : []),
      ...(item.confirmedAt === null ? ['待确认'] : []),
      ...(item.words.remark === '' ? [] : [item.words.remark]),
    ].join('，'),
  }))

const papers = async (
  { deadlines, dialogue }: Deps,
  tx: Tx,
  { found, key }: OpenFile,
): Promise<VolumeLine[]> => {
  const part = 'paper' as const
  const messages = (await dialogue.list(tx, key, found.id)).length
  const lines: VolumeLine[] = []
  for (const deadline of await deadlines.forCase(tx, found.id)) {
    const { data } = await deadlines.ruleOf(tx, deadline)
    const done = deadline.doneOn === null ? '在计时' : `${deadline.doneOn} 完成`
    lines.push({
      ...{ part, ...blank, on: deadline.startedOn },
      name: `期限：${data.name}`,
      remark: `${deadline.dueOn} 到期，${done}`,
    })
  }
  return [
    ...lines,
    ...(messages === 0 ? [] : [{ part, ...blank, on: null, name: `留言往来 ${messages} 条` }]),
  ]
}

const order = ['clue', 'record', 'decision', 'paper'] as const

export const createVolume = (deps: Deps): Volume => ({
  lines: async (tx, file) => {
    const own = [
      ...(await clue(deps, tx, file)),
      ...(await collected(deps, tx, file)),
      ...(await decided(deps, tx, file)),
    ]
    const others: VolumeLine[] = []
    for (const chapter of deps.chapters) others.push(...(await chapter(tx, file)))
    const all = [...own, ...others, ...(await papers(deps, tx, file))]
    return order.flatMap(part => all.filter(line => line.part === part))
  },
})
