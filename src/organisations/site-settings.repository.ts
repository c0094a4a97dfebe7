import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId } from '../vocabulary/ids'

/** What is stored, key by key; a key that is missing has its default. */
const Stored = z.object({
  name: z.string().default('医保基金举报平台'),
  seal: z.tuple([z.string(), z.string(), z.string(), z.string()]).default(['医', '保', '举', '报']),
  organisationId: z
    .string()
    .transform(id => id as OrganisationId)
    .optional(),
  telephone: z.string().optional(),
  hours: z.string().optional(),
  address: z.string().optional(),
  postcode: z.string().optional(),
  // A page that anyone may have open.
  exitSite: z.string().default('https://www.weather.com.cn/'),
  superiorName: z.string().default(''),
  superiorTelephone: z.string().default(''),
  nationalTelephone: z.string().default('12393'),
})
export type StoredSettings = z.output<typeof Stored>

const SettingRow = z.object({ key: z.string(), value: z.unknown() })

export const readSettings = async (tx: Tx): Promise<StoredSettings> => {
  const rows: unknown[] = await sql(tx)('site_settings').select('key', 'value')
  const pairs = rows.map(row => SettingRow.parse(row)).map(({ key, value }) => [key, value])
  return Stored.parse(Object.fromEntries(pairs))
}

export const writeSetting = async (tx: Tx, key: string, value: unknown): Promise<void> => {
  await sql(tx)('site_settings')
    .insert({ key, value: JSON.stringify(value) })
    .onConflict('key')
    .merge()
}
