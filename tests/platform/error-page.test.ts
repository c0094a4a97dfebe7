import { load } from 'cheerio'
import express from 'express'
import request from 'supertest'
import { createDiskBlobs } from '../../src/platform/blobs'
import { systemClock } from '../../src/platform/clock'
import { readConfig } from '../../src/platform/config'
import { createInstallation } from '../../src/platform/crypto'
import {
  broken,
  forbidden,
  malformed,
  notFound,
  refused,
  tooLarge,
  tooMany,
  unavailable,
} from '../../src/platform/errors'
import { silentLog } from '../../src/platform/log'
import { systemRandom } from '../../src/platform/random'
import { closeEntrance, guardForms, openEntrance } from '../../src/web/entrance'
import { createHouse } from '../../src/web/house'
import { createShells } from '../../src/web/shell'

const notUsed = () => Promise.reject(new Error('not used'))

const house = createHouse({
  config: readConfig({}),
  db: { inTransaction: notUsed, piecemeal: notUsed, isUp: notUsed, close: notUsed },
  clock: systemClock,
  random: systemRandom,
  blobs: createDiskBlobs('/nowhere'),
  installation: createInstallation([{ version: 1, secret: Buffer.alloc(32) }]),
})

const thrownOn = (error: unknown) => {
  const side = 'staff' as const
  const app = openEntrance({ ...house, side, log: silentLog() })
  const shells = createShells(house, side, guardForms(app, side, house))
  app.use(express.Router().get('/staff', () => Promise.reject(error as Error)))
  closeEntrance(app, { side, log: silentLog(), random: systemRandom, shells })
  return request(app).get('/staff')
}

const reference = /[2-9A-Z]{4}-[2-9A-Z]{4}/

it.each([
  ['unreadable', malformed('form'), 400, '收到的内容读不出来'],
  ['not allowed', forbidden('permission'), 403, '您没有看这一页的权限'],
  ['a case not seen', notFound('case'), 404, '找不到这一件'],
  ['found nowhere', notFound('something-without-words'), 404, '找不到这一页'],
  ['refused', refused('something-without-words'), 409, '现在不能这样做'],
  ['too long', tooLarge('form.too-large'), 413, '内容太长，没有收下'],
  ['too often', tooMany('follow', { seconds: 40, wait: '40 秒' }), 429, '操作太快了'],
  ['tampered with', broken('seal.broken'), 500, '这份内容打不开'],
  ['unexpected', new Error('secret words'), 500, '我们这边出错了'],
  ['no error at all', 'not even an error', 500, '我们这边出错了'],
  ['unavailable', unavailable('something-without-words'), 503, '暂时办不了'],
])('what is %s gets its status and words', async (_, error, status, title) => {
  const answer = await thrownOn(error)
  const $ = load(answer.text)

  expect(answer.status).toBe(status)
  expect($('h1').text()).toBe(title)
  expect(answer.text).not.toMatch(/secret words|not even|\{\w+\}/)
  expect(reference.test($('main').text())).toBe(status >= 500)
})

it('says when to try again', async () => {
  const answer = await thrownOn(tooMany('follow', { seconds: 40, wait: '40 秒' }))

  expect(answer.headers['retry-after']).toBe('40')
  expect(load(answer.text)('main').text()).toContain('请 40 秒后再试')
})
