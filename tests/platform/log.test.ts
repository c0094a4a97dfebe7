import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { refused, unavailable } from '../../src/platform/errors'
import { createLog } from '../../src/platform/log'

const logged = (times: 'exact' | 'day', write: (log: ReturnType<typeof createLog>) => void) => {
  const lines: string[] = []
  write(createLog({ times, destination: { write: line => void lines.push(line) } }))
  return lines.join('')
}

const databaseError = Object.assign(new Error('duplicate key value: 13812345678'), {
  name: 'error',
  code: '23505',
  detail: 'Key (phone)=(13812345678) already exists.',
  constraint: 'staff_username_key',
  table: 'staff',
})

it('writes what kind of error it was and where, and nothing that somebody typed', () => {
  const line = logged('exact', log => {
    log.error({ err: databaseError }, 'unexpected')
  })

  expect(JSON.parse(line)).toMatchObject({
    err: { code: '23505', constraint: 'staff_username_key' },
  })
  expect(line).toContain('log.test.ts')
  expect(line).not.toContain('138')
})

it('writes no value that a refusal was filled with, and no cause in words', () => {
  const gone = Object.assign(unavailable('database.gone'), { cause: databaseError })
  const line = logged('exact', log => {
    log.error({ err: refused('case.moved-on', { name: '张三' }) })
    log.error({ err: gone })
  })

  expect(line).toContain('case.moved-on')
  expect(line).toContain('database.gone')
  expect(line).not.toMatch(/张三|138/)
})

it('names the day and not the minute on the reporters’ side', () => {
  const line = logged('day', log => {
    log.info({ status: 200 })
  })

  expect(line).toMatch(/^{"level":30,"on":"\d{4}-\d{2}-\d{2}","status":200}$/m)
  expect(line).not.toMatch(/\d{2}:\d{2}/)
})

it('keeps reporters’ lines out of the stream in which officers’ lines tell the minute', () => {
  const script = `
    const { createLog } = require(${JSON.stringify(path.resolve('src/platform/log'))})
    const [staff, reporter] = [['exact', 'staff'], ['day', 'reporter']].map(([times, side]) => createLog({ times, side }))
    for (const log of [staff, reporter, staff, reporter]) log.info('line')`
  const { stdout, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '-e', script], {
    encoding: 'utf8',
  })
  const sidesIn = (text: string) =>
    text
      .split('\n')
      .filter(line => line !== '')
      .map(line => (JSON.parse(line) as { side: string }).side)

  expect(sidesIn(stdout)).toEqual(['staff', 'staff'])
  expect(sidesIn(stderr)).toEqual(['reporter', 'reporter'])
})
