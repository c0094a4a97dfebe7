// Rewards answers for how much a rule pays, line by line and to the fen, and for which rule a place pays by.
// It is pure but for the command that reads a file; amounts are fen in bigint, and are rounded once.
// It never knows a case, a reporter or an account, and never decides whether somebody is rewarded.
export { calculateCommand } from './calculate.command'
export { calculateReward } from './calculator.rules'
export { chooseRewardRule } from './choosing.rules'
export type { RewardOptions, TraceLine } from './reward.rules'
