/** What an administrator may add, and what it is called. */
export const levels = ['province', 'city', 'county'] as const
export const kinds = [
  'medical-security',
  'police',
  'discipline',
  'health',
  'market',
  'drug',
  'audit',
  'finance',
  'petition',
] as const

export const levelNames = { province: '省级', city: '市级', county: '县级' } as const
export const kindNames = {
  'medical-security': '医保部门',
  police: '公安机关',
  discipline: '纪检监察机关',
  health: '卫生健康部门',
  market: '市场监管部门',
  drug: '药品监管部门',
  audit: '审计机关',
  finance: '财政部门',
  petition: '信访部门',
} as const satisfies Record<(typeof kinds)[number], string>
