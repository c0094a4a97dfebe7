/** An award's states, as officers read them. */
export const awardStateWords = {
  proposed: '等负责人审核',
  reviewed: '等财务审批',
  approved: '已批准，等举报人领取',
  claimed: '已申领，等付款',
  paid: '已付款',
  waived: '过期没领，视为放弃',
  refused: '不予奖励',
  returned: '已退回',
  reclaimed: '已追回',
} as const

export const matchWords = { full: '完全一致', partly: '部分一致', no: '不一致' } as const
export const subjectWords = { '': '', unit: '单位', individual: '个人' } as const
