import type { ChainState, Checks, Fault } from '../audit'
import { momentWords, sideWords } from './record-words'

type BodyState = ChainState & { readonly body: string }
type Check = Awaited<ReturnType<Checks['list']>>[number]

const kindWords: Readonly<Record<Fault['fault'], string>> = {
  missing: '不见了',
  changed: '被改过',
  'head-changed': '和链尾的记号对不上',
  truncated: '起被截掉了，比上次核对时短',
  planted: '早已按期清理，又被人放了进来',
  'checkpoint-broken': '以前清理时留下的签名对不上',
}

export const firstFault = (states: readonly BodyState[]): BodyState | undefined =>
  states.find(({ fault }) => fault !== undefined)

const sideOfChain = ({ chain }: ChainState) =>
  chain.endsWith(':reporter') ? sideWords.reporter : sideWords.staff

export const faultWords = (state: BodyState): string =>
  state.fault === undefined
    ? ''
    : `${state.body}（${sideOfChain(state)}）第 ${state.fault.seq} 条${kindWords[state.fault.fault]}`

const checkWords = ({ endedAt, faults, done, whole }: Check): string => {
  const what = whole ? '从头核对' : '核对新增的记录'
  if (endedAt === undefined) return `正在${what}`
  const outcome = faults === 0 ? '全部对得上' : `有 ${faults} 条链不完整`
  return `${what}：看了 ${done.toLocaleString('en')} 条，${outcome}`
}

const percent = ({ done, total }: Check): number =>
  total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100))

/** Everything views/auditing/state.ejs prints. */
export const toStatePage = (states: readonly BodyState[], checks: readonly Check[]) => {
  const fault = firstFault(states)
  const open = checks.find(({ endedAt }) => endedAt === undefined)
  return {
    title: '核对操作记录',
    broken: fault === undefined ? '' : faultWords(fault),
    isNew: checks.length === 0,
    running:
      open === undefined
        ? undefined
        : {
            words: checkWords(open),
            done: open.done.toLocaleString('en'),
            total: open.total.toLocaleString('en'),
            percent: percent(open),
          },
    refresh: open === undefined ? undefined : { seconds: 5, to: '/staff/audit/state' },
    chains: states.map(state => ({
      body: state.body,
      side: sideOfChain(state),
      reached: state.reached.toLocaleString('en'),
      verified: state.verified.toLocaleString('en'),
      when: state.checkedAt === undefined ? '还没有核对过' : momentWords(state.checkedAt),
      fault: state.fault === undefined ? '' : faultWords(state),
      sound: state.checkedAt === undefined ? '等第一次核对' : '没有发现问题',
    })),
    checks: checks
      .filter(({ endedAt }) => endedAt !== undefined)
      .map(check => ({ when: momentWords(check.startedAt), what: checkWords(check) })),
  }
}
