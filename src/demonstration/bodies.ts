import type { NewOrganisation } from '../organisations'

// Invented bodies: region codes beginning with 99 are given to nobody, and the telephone numbers ring nowhere.
export const provinceName = '示范省医疗保障局'
export const cityName = '示范市医疗保障局'

export const province: NewOrganisation = {
  code: '990000',
  name: provinceName,
  shortName: '示范省医保局',
  level: 'province',
  kind: 'medical-security',
  parentId: null,
  regionCode: '990000',
  telephone: '0000-7654321',
  hours: '工作日 8:30 至 17:30',
  address: '示范省示范市省府路 1 号',
  postcode: '000000',
}

export const city: Omit<NewOrganisation, 'parentId'> = {
  code: '990100',
  name: cityName,
  shortName: '示范市医保局',
  level: 'city',
  kind: 'medical-security',
  regionCode: '990100',
  telephone: '0000-1234567',
  hours: '工作日 8:30 至 17:30',
  address: '示范市建设路 1 号医疗保障局基金监管处',
  postcode: '000000',
}
