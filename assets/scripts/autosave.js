// Keeps what stands on a page of the report while it is written: sealed, on the server, never in this browser.
;(function () {
  'use strict'
  /* global document, window, fetch, FormData, URLSearchParams, AbortController, Event */

  const note = document.querySelector('[data-autosave]')
  const form = note && note.closest('form')
  if (!form || !window.fetch || !window.AbortController) return

  const notTyped = ['from', 'once', 'shown', 'website']
  const read = () => {
    const fields = new URLSearchParams()
    new FormData(form).forEach((value, name) => {
      if (typeof value === 'string' && !notTyped.includes(name)) fields.append(name, value)
    })
    return fields
  }

  let kept = read().toString()
  let sending
  let left = false

  const save = () => {
    const fields = read()
    const now = fields.toString()
    if (left || sending || now === kept) return
    sending = new AbortController()
    fields.append('page', note.dataset.page)
    const { signal } = sending
    fetch('/report/autosave', {
      method: 'POST',
      body: fields,
      redirect: 'manual',
      credentials: 'same-origin',
      signal,
    })
      .then(answer => {
        if (answer.status !== 204) throw new Error('not kept')
        kept = now
        if (read().toString() === now) note.textContent = '已保存'
        document.dispatchEvent(new Event('mingshao:kept'))
      })
      .catch(() => {
        if (!left) note.textContent = '这一次没有自动存上，写的还在这一页'
      })
      .then(() => {
        sending = undefined
      })
  }

  form.addEventListener('input', () => {
    note.textContent = ''
  })
  // What is sent by its button must not be overtaken by what was kept a moment before.
  form.addEventListener('submit', () => {
    left = true
    if (sending) sending.abort()
  })
  window.addEventListener('pageshow', event => {
    if (event.persisted) left = false
  })
  window.setInterval(save, Number(note.dataset.autosave) * 1000)
})()
