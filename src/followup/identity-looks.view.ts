import { dayInWords } from '../platform/clock'
import { fieldsInWords } from '../vocabulary/identity-fields'
import type { FollowFacts } from './followup'

type Look = FollowFacts['identityLooks'][number]

const whatWas = ({ deed, fields }: Look, named: boolean): string => {
  if (deed === 'identity.asked') return `申请看您的${fieldsInWords(fields)}`
  if (deed === 'letter.merged')
    return named
      ? `用您的${fieldsInWords(fields)}填了给您的文书`
      : '要给您的文书填收件人：您没有留身份，没有可填的'
  if (deed === 'letter.closed')
    return named ? '把文书送给您了' : '办结了给您的文书：您没有留身份，没有送出'
  return named ? `看了您的${fieldsInWords(fields)}` : '打开了答复：您没有留身份，什么也没看到'
}

const whoWas = ({ deed, actorId }: Look, officers: FollowFacts['officers']): string => {
  if (deed.startsWith('letter.')) return '身份保管人员'
  const officer = officers.find(({ staffId }) => staffId === actorId)
  return officer === undefined ? '受理人员' : `承办人 ${officer.number} 号`
}

/** Whether there was a name on that day: given with the report, or by then. */
const wasNamed = (
  { standing, amendments }: Pick<FollowFacts, 'standing' | 'amendments'>,
  { onDay }: Look,
): boolean => {
  const later = amendments.find(({ kind }) => kind === 'named')
  return standing.identity === 'named' && (later === undefined || later.madeOn <= onDay)
}

/** One line a person, deed and day: who, which fields, on what ground. No names, no hours. */
export const toIdentityLooks = (
  facts: Pick<FollowFacts, 'identityLooks' | 'officers' | 'standing' | 'amendments'>,
): string[] => [
  ...new Set(
    facts.identityLooks.map(look => {
      const day = dayInWords(look.onDay).replace(/^\d+ 年 /, '')
      const why = look.told === '' ? '' : `。理由：${look.told}`
      return `${day}，${whoWas(look, facts.officers)}${whatWas(look, wasNamed(facts, look))}${why}`
    }),
  ),
]
