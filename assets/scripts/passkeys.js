// Keys on the officer's own device. Every form that asks for a code works without this script.
;(function () {
  'use strict'
  /* global document, window, fetch, URLSearchParams */

  const library = window.SimpleWebAuthnBrowser
  if (!library || !library.browserSupportsWebAuthn() || !window.fetch) return

  const sayIn = place => words => {
    place.querySelector('[role="status"]').textContent = words
  }

  const fetchQuestion = (address, form) => {
    const token = form.querySelector('[name="_csrf"]')
    const body = new URLSearchParams({ _csrf: token ? token.value : '' })
    return fetch(address, {
      method: 'POST',
      body,
      redirect: 'manual',
      credentials: 'same-origin',
    }).then(answer => (answer.ok ? answer.json() : Promise.reject(new Error('no question'))))
  }

  // One button: the form goes at once. Several: the person still says which.
  const goOn = (form, say) => {
    const buttons = form.querySelectorAll('button:not([type="button"])')
    if (buttons.length === 1 && form.requestSubmit) form.requestSubmit(buttons[0])
    else say('已经验证，请在 5 分钟内按下面的按钮提交')
  }

  document.querySelectorAll('[data-passkey]').forEach(place => {
    const form = place.closest('form')
    const button = place.querySelector('button')
    const say = sayIn(place)
    place.hidden = false
    button.addEventListener('click', () => {
      button.disabled = true
      say('请在设备上确认')
      fetchQuestion(place.dataset.passkey, form)
        .then(optionsJSON => library.startAuthentication({ optionsJSON }))
        .then(answer => {
          place.querySelector('[name="passkey"]').value = JSON.stringify(answer)
          say('')
          goOn(form, say)
        })
        .catch(() => {
          say('没有完成。可以再试一次，或者填验证码')
        })
        .finally(() => {
          button.disabled = false
        })
    })
  })

  document.querySelectorAll('[data-passkey-new]').forEach(place => {
    const button = place.querySelector('[data-make]')
    const say = sayIn(place)
    button.hidden = false
    button.addEventListener('click', () => {
      button.disabled = true
      say('请在设备上确认')
      library
        .startRegistration({ optionsJSON: JSON.parse(place.dataset.passkeyNew) })
        .then(answer => {
          place.querySelector('[name="credential"]').value = JSON.stringify(answer)
          place.closest('form').submit()
        })
        .catch(error => {
          button.disabled = false
          say(
            error && error.name === 'InvalidStateError'
              ? '这台设备已经登记过，请换一台'
              : '没有完成，请再试一次',
          )
        })
    })
  })
})()
