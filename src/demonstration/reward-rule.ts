import type { NewLawEntry } from '../lawbook'
import { asDay } from '../platform/clock'
import { city } from './bodies'

/** An invented rule of the invented city: without one, nothing there could be estimated or paid. */
export const demoRewardRule: NewLawEntry = {
  kind: 'reward-rule',
  code: 'DEMO-REWARD',
  place: city.regionCode,
  version: 1,
  validFrom: asDay('2024-01-01'),
  validTo: null,
  source: '演示数据，不是真实规定',
  status: 'D',
  data: {
    title: '示范市违法违规使用医疗保障基金举报奖励办法（演示）',
    document: '示医保〔2024〕1号（演示）',
    issued: '2023-12-01',
    basis: '案值：举报事项造成、应当追回的基金损失',
    standing: 'confirmed',
    chosenBy: 'report',
    formula: {
      shape: 'flat-by-grade',
      grades: [
        { name: '三级', test: '只有线索', rate: '0.01' },
        { name: '二级', test: '线索和部分证据', rate: '0.02' },
        { name: '一级', test: '详细事实和有效证据，能协助调查', rate: '0.03' },
      ],
    },
    floor: 200,
    cap: 200_000,
    steps: ['rate', 'uplift', 'floor', 'cap'],
    rounding: 'half-up',
    uplift: { kind: 'multiplier', who: '在被举报单位工作或者工作过的人', times: '1.2' },
    withoutLoss: null,
    start: { length: 10, unit: 'working', from: '查实并办结' },
    claim: { length: 2, unit: 'months', from: '收到领取通知' },
  },
}
