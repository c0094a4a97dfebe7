import type { Duty } from '../vocabulary/duty'

export type Person = {
  readonly username: string
  readonly displayName: string
  readonly duty: Duty
}

/** One account per duty, but four handlers and two payers. */
export const cityPeople: readonly Person[] = [
  { username: 'intake', displayName: '林雨晴', duty: 'intake' },
  { username: 'principal', displayName: '高立群', duty: 'principal' },
  { username: 'handler1', displayName: '周正', duty: 'handler' },
  { username: 'handler2', displayName: '沈小曼', duty: 'handler' },
  { username: 'handler3', displayName: '马卫国', duty: 'handler' },
  { username: 'handler4', displayName: '叶青', duty: 'handler' },
  { username: 'legal', displayName: '方明理', duty: 'legal' },
  { username: 'identity', displayName: '宋守一', duty: 'identity' },
  { username: 'supervision', displayName: '韩督', duty: 'supervision' },
  { username: 'finance', displayName: '钱慎之', duty: 'finance-approver' },
  { username: 'payer1', displayName: '许清', duty: 'payer' },
  { username: 'payer2', displayName: '石汝成', duty: 'payer' },
  { username: 'publicity', displayName: '文晓', duty: 'publicity' },
  { username: 'sysadmin', displayName: '江维', duty: 'system-admin' },
  { username: 'secadmin', displayName: '严守正', duty: 'security-admin' },
  { username: 'auditor', displayName: '柳鉴', duty: 'auditor' },
]

/** The body above: enough of it that a report about the city's own body is received there and given to two. */
export const provincePeople: readonly Person[] = [
  { username: 'province-intake', displayName: '唐秋白', duty: 'intake' },
  { username: 'province-principal', displayName: '陆远山', duty: 'principal' },
  { username: 'province-supervision', displayName: '罗致远', duty: 'supervision' },
  { username: 'province-supervision2', displayName: '金镜', duty: 'supervision' },
  { username: 'province-handler', displayName: '白一舟', duty: 'handler' },
  { username: 'province-handler2', displayName: '苏明远', duty: 'handler' },
]
