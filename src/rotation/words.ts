import { leftCap, type Dependence } from './rotation'

const endWords: Record<Dependence['ends'], string> = {
  'by-itself': '服务会自己改过来，每小时一轮；过后还剩的，是对不上的，请查一查',
  'at-the-visit': '举报人下次用查询码进来时改过来',
  never: '一直要用旧版',
}

export const dependenceWords = ({ left, ends }: Dependence): string => {
  if (left === 0) return '没有了'
  const count = left >= leftCap ? `至少 ${leftCap}` : String(left)
  return `${count}，${endWords[ends]}`
}

export const leftWords = (left: number): string =>
  left >= leftCap ? `至少 ${leftCap} 件` : `${left} 件`
