import { readTextSize } from '../../src/publicity/text-size.rules'

it.each(['m', 'l', 'xl'] as const)('keeps the size %s', size => {
  expect(readTextSize(size)).toBe(size)
})

it.each([undefined, '', 'xxl', 'L', '"><script>', ['l'], { size: 'l' }])(
  'takes the standard size for %p',
  sent => {
    expect(readTextSize(sent)).toBe('m')
  },
)
