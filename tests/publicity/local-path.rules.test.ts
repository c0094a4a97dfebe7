import fc from 'fast-check'
import { localPath } from '../../src/publicity/local-path.rules'

it.each([
  ['/', '/'],
  ['/safety', '/safety'],
  ['/report?type=A1', '/report?type=A1'],
  ['/how#steps', '/how'],
  ['/../how', '/how'],
])('goes back to %s', (sent, path) => {
  expect(localPath(sent)).toBe(path)
})

it.each([
  undefined,
  '',
  'how',
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  '/\n/evil.example/',
  '/..//evil.example/',
  'javascript:alert(1)',
  ['/how'],
])('goes home instead of to %p', sent => {
  expect(localPath(sent)).toBe('/')
})

it('never leaves this site, whatever is sent', () => {
  const parts = fc.constantFrom(
    '/',
    '\\',
    '\t',
    '\n',
    '.',
    '..',
    '@',
    ':',
    'evil.example',
    'x',
    '?',
  )
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 12 }), list => {
      const here = 'https://portal.example'
      expect(new URL(localPath(`/${list.join('')}`), here).origin).toBe(here)
    }),
  )
})
