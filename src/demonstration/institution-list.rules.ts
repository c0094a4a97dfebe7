export const districts = [
  { code: '990102', name: '城东区', road: '朝晖路' },
  { code: '990103', name: '滨河区', road: '沿河路' },
  { code: '990104', name: '城西区', road: '解放西路' },
  { code: '990105', name: '开发区', road: '科技大道' },
  { code: '990121', name: '清溪县', road: '县前街' },
] as const

/** Standing alone: the names that the mock-ups and the journeys use. */
const single = [
  ['和安医院（城东院区）', '医院', '990102'],
  ['和安医院（滨河院区）', '医院', '990103'],
  ['仁爱康复医院', '医院', '990103'],
  ['博济老年病医院', '医院', '990104'],
  ['示范市第一人民医院', '医院', '990102'],
  ['示范市第二人民医院', '医院', '990104'],
  ['示范市妇幼保健院', '妇幼保健院', '990103'],
  ['瑞康体检门诊部', '体检中心', '990105'],
  ['同福诊所', '诊所', '990102'],
  ['益民血液透析中心', '透析中心', '990105'],
  ['颐养护理院', '护理院', '990121'],
] as const

/** One in each district. */
const everywhere = [
  ['康宁大药房', '店', '药店'],
  ['惠民堂药店', '店', '药店'],
  ['百姓药房', '店', '药店'],
  ['社区卫生服务中心', '', '社区卫生服务中心'],
  ['口腔门诊部', '', '口腔门诊'],
  ['中医馆', '', '中医馆'],
] as const

export type ListedInstitution = {
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly regionCode: string
  readonly address: string
}

const addressIn = (regionCode: string, number: number): string => {
  const district = districts.find(({ code }) => code === regionCode)
  return `示范市${district?.name ?? ''}${district?.road ?? ''} ${number} 号`
}

const codeOf = (kind: string, number: number): string =>
  `${kind === '药店' ? 'P' : 'H'}99${String(number).padStart(9, '0')}`

/** Every institution of the demonstration, always in this order. */
export const listedInstitutions = (): ListedInstitution[] => {
  const named = [
    ...single.map(([name, kind, regionCode]) => ({ name, kind, regionCode })),
    ...everywhere.flatMap(([name, tail, kind]) =>
      districts.map(({ code, name: district }) => ({
        name: tail === '' ? `${district}${name}` : `${name}${district.slice(0, 2)}${tail}`,
        kind,
        regionCode: code,
      })),
    ),
  ]
  return named.map(({ name, kind, regionCode }, index) => ({
    code: codeOf(kind, index + 1),
    name,
    kind,
    regionCode,
    address: addressIn(regionCode, index * 3 + 1),
  }))
}
