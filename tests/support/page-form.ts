import type { CheerioAPI } from 'cheerio'

type Found = ReturnType<CheerioAPI>
/** A page as it was answered. */
type Drawn = { readonly path: string; readonly $: CheerioAPI }

/** A file as a browser would send it. */
export type Attachment = { readonly name: string; readonly content: Buffer; readonly type?: string }
export type Typed = string | readonly string[] | Attachment | readonly Attachment[]

export type How = {
  /** CSS of the form; by default the last form of `main`. */
  readonly form?: string
  /** The words on the button; by default the first submit button of the form. */
  readonly button?: string
}

export type Field = readonly [name: string, value: string | Attachment]
export type Wire = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly fields?: readonly Field[]
  readonly multipart?: boolean
}

export const isAttachment = (value: unknown): value is Attachment =>
  typeof value === 'object' && value !== null && 'content' in value

const listed = (typed: Typed): readonly (string | Attachment)[] =>
  typeof typed === 'string' || isAttachment(typed) ? [typed] : typed

const valuesOf = ($: CheerioAPI, control: Found): string[] => {
  if (control.is('select')) {
    const chosen = control.find('option[selected]')
    const options = chosen.length > 0 ? chosen : control.find('option').first()
    return options.map((_, option) => $(option).attr('value') ?? $(option).text()).get()
  }
  if (control.is('textarea')) return [control.text().replace(/^\n/, '')]
  const ticks = control.is('[type=checkbox], [type=radio]')
  if (ticks && control.attr('checked') === undefined) return []
  return [control.attr('value') ?? (ticks ? 'on' : '')]
}

const assertOffered = ($: CheerioAPI, form: Found, name: string, typed: Typed): void => {
  const controls = form.find('[name]').filter((_, control) => $(control).attr('name') === name)
  if (controls.length === 0) throw new Error(`the form has no field ${name}`)
  const choices = controls.filter('[type=checkbox], [type=radio], select')
  if (choices.length === 0) return
  const offered = controls
    .map((_, control) =>
      $(control).is('select')
        ? $(control)
            .find('option')
            .map((__, option) => $(option).attr('value') ?? $(option).text())
            .get()
        : [$(control).attr('value') ?? 'on'],
    )
    .get()
  for (const value of listed(typed))
    if (!offered.includes(value as string))
      throw new Error(`${name} does not offer ${isAttachment(value) ? value.name : value}`)
}

export const readFormOf = (
  on: Drawn,
  typed: Readonly<Record<string, Typed>>,
  { form: css, button }: How,
): Wire => {
  const { $ } = on
  const form = css === undefined ? $('main form').last() : $(css).first()
  if (form.length === 0) throw new Error(`no form on ${on.path}`)
  for (const [name, value] of Object.entries(typed)) assertOffered($, form, name, value)

  const controls = form
    .find('input[name], select[name], textarea[name]')
    .not('[disabled]')
    .not('[type=submit], [type=file]')
  const kept = controls
    .filter((_, control) => !(($(control).attr('name') ?? '') in typed))
    .map((_, control) =>
      valuesOf($, $(control)).map(value => [[$(control).attr('name') ?? '', value] as const]),
    )
    .get()
    .flat() as unknown as Field[]
  const given = Object.entries(typed).flatMap(([name, value]) =>
    listed(value).map(one => [name, one] as const),
  )
  const buttons = form.find('button:not([type=button]), input[type=submit]')
  const pressed =
    button === undefined
      ? buttons.first()
      : buttons.filter((_, one) => $(one).text().trim().includes(button)).first()
  if (pressed.length === 0) throw new Error(`no button ${button ?? ''} on ${on.path}`)
  const name = pressed.attr('name')
  const said: Field[] = name === undefined ? [] : [[name, pressed.attr('value') ?? '']]
  const action = pressed.attr('formaction') ?? form.attr('action') ?? on.path
  const method = (form.attr('method') ?? 'get').toUpperCase() === 'POST' ? 'POST' : 'GET'
  return {
    method,
    path: new URL(action, `http://site${on.path}`).href.replace('http://site', ''),
    fields: [...kept, ...given, ...said],
    multipart: form.attr('enctype') === 'multipart/form-data',
  }
}

export const encode = (fields: readonly Field[]): string =>
  new URLSearchParams(
    fields.map(([name, value]): [string, string] => [
      name,
      isAttachment(value) ? value.name : value,
    ]),
  ).toString()
