import { idTypes, type IdentityAnswer, type IdType } from './answers.rules'
import type { Lists } from './lists'

const paperNames: Record<IdType, string> = {
  'id-card': '居民身份证',
  passport: '护照',
  'hk-macau': '港澳居民来往内地通行证',
  taiwan: '台湾居民来往大陆通行证',
  other: '其他证件',
}

export const paperName = (type: IdType): string => paperNames[type]

export const toIdentityPage = ({ identities }: Lists) => ({
  choices: identities.map(({ code, name, hint, facts }) => ({ code, name, hint, facts })),
})

export const toNamedPage = () => ({
  papers: idTypes.map(code => ({ code, name: paperNames[code] })),
})

export const namedValues = (known: IdentityAnswer | undefined): Record<string, string> =>
  known === undefined
    ? { id_type: 'id-card' }
    : {
        name: known.name,
        phone: known.phone,
        id_type: known.idType,
        id_number: known.idNumber,
        delivery: known.delivery,
        address: known.address,
      }
