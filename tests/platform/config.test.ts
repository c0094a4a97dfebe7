import { readFileSync } from 'node:fs'
import { readConfig, Settings, SettingsError } from '../../src/platform/config'

const sentences = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof SettingsError) return error.sentences
    throw error
  }
  return []
}

const complete = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://app:a@db/mingshao',
  APP_SECRET: 'x'.repeat(32),
  PUBLIC_URL: 'https://jubao.example.gov.cn',
  STAFF_URL: 'https://banan.example.gov.cn',
}

it('explains every setting in .env.example, and no other', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n')
  const named = lines.flatMap(line => /^([A-Z_]+)=/.exec(line)?.[1] ?? [])

  expect(named.sort()).toEqual(Object.keys(Settings.shape).sort())
})

describe('without settings', () => {
  it('is the demonstration, for this machine only', () => {
    expect(readConfig({ HOST: '0.0.0.0' })).toMatchObject({
      demonstration: true,
      host: '127.0.0.1',
      publicUrl: 'http://127.0.0.1:3000',
      staffUrl: 'http://127.0.0.1:3001',
      trustedProxies: [],
      fileLimitBytes: 2 * 2 ** 30,
      filesPerReport: 20,
    })
  })

  it('does not start in production, and says what is missing, one sentence each', () => {
    const missing = ['DATABASE_URL', 'APP_SECRET', 'PUBLIC_URL', 'STAFF_URL']
    const said = sentences({ NODE_ENV: 'production' })

    expect(said.map(sentence => /缺少 (\w+)：.+。$/.exec(sentence)?.[1])).toEqual(missing)
  })
})

it('is complete with four settings', () => {
  expect(readConfig(complete)).toMatchObject({ demonstration: false, production: true })
})

it.each([
  ['APP_SECRET', 'short', /APP_SECRET 至少要 32 个字符/],
  ['PUBLIC_URL', 'http://jubao.example.gov.cn', /PUBLIC_URL 要以 https/],
  ['STAFF_URL', 'https://jubao.example.gov.cn:8443', /主机名要不同/],
  ['STAFF_URL', 'banan', /STAFF_URL 要写成完整网址/],
  ['SMTP_URL', 'smtp://mail.example.gov.cn', /缺少 MAIL_FROM/],
  ['SMTP_URL', 'mail.example.gov.cn', /SMTP_URL 要写成 smtp/],
  ['MAIL_FROM', 'noreply', /MAIL_FROM 要写成邮箱地址/],
  ['PUBLIC_PORT', 'three', /PUBLIC_PORT 要写成数字/],
  ['STAFF_PORT', '3000', /不能相同（现在都是 3000）/],
  ['FILE_LIMIT_MB', '-1', /FILE_LIMIT_MB 不能小于 0/],
])('refuses %s=%s', (name, value, words) => {
  expect(sentences({ ...complete, [name]: value }).join()).toMatch(words)
})
