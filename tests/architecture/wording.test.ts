import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** ux.md 2.1 and 6: say what happened and what to do; no blame, no apology, no empty words. */
const banned = [
  '非法',
  '无效',
  '请输入正确的',
  '系统错误',
  '操作失败',
  '抱歉',
  '对不起',
  '参数错误',
  '未知错误',
]

const filesOf = (folder: string, pattern: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => pattern.test(file))
    .map(file => path.join(folder, file))

// Comments speak to builders and law data quotes statutes; everything else is read by the public.
const withoutComments = (source: string): string =>
  source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')

const files = [
  ...filesOf('views', /\.ejs$/),
  ...filesOf('src', /\.ts$/),
  ...filesOf('assets/scripts', /\.js$/),
]

it.each(files)('%s uses no banned word', file => {
  const text = withoutComments(readFileSync(file, 'utf8'))

  expect(banned.filter(word => text.includes(word))).toEqual([])
})
