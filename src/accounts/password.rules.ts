const SHORTEST = 12
const LONGEST = 200

const faultOfPassword = (password: string, username: string): string | undefined => {
  if (password === '') return '请设一个自己的密码'
  if (Array.from(password).length < SHORTEST) return `密码至少 ${SHORTEST} 位，一句好记的话也行`
  if (Array.from(password).length > LONGEST) return `密码最多 ${LONGEST} 位，请短一些`
  if (password.toLowerCase().includes(username.toLowerCase())) return '密码里不要包含用户名'
  if (new Set(password).size < 5) return '密码里不同的字太少，容易被猜到，请换一个'
  return undefined
}

/** What is wrong with a password that somebody wants to choose and typed twice: field -> sentence. */
export const faultsOfPasswords = (
  password: string,
  again: string,
  username: string,
): Readonly<Record<string, string>> => {
  const fault = faultOfPassword(password, username)
  if (fault !== undefined) return { password: fault }
  return password === again ? {} : { again: '两次输入的密码不一样，请再输一次' }
}
