import { faultsOfPasswords } from '../../src/accounts/password.rules'

const good = '清晨六点的白鹭飞过河滩'

describe('a password of one’s own', () => {
  it.each([
    ['', '', { password: '请设一个自己的密码' }],
    ['short-one-1', 'short-one-1', { password: '密码至少 12 位，一句好记的话也行' }],
    ['xx-Handler1-2026', 'xx-Handler1-2026', { password: '密码里不要包含用户名' }],
    [
      'aaaaaaaaaaaaaaaa',
      'aaaaaaaaaaaaaaaa',
      { password: '密码里不同的字太少，容易被猜到，请换一个' },
    ],
    ['a'.repeat(201), '', { password: '密码最多 200 位，请短一些' }],
    ['correct horse battery', 'correct horse', { again: '两次输入的密码不一样，请再输一次' }],
    ['correct horse battery', 'correct horse battery', {}],
    [`${good}了`, `${good}了`, {}],
  ])('%s', (password, again, faults) => {
    expect(faultsOfPasswords(password, again, 'handler1')).toEqual(faults)
  })
})
