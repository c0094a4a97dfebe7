// Says that a visit is about to end, and lets it go on. Only on pages that say when; without this script
// the limit is printed, and a form that comes too late is drawn again with what was typed.
;(function () {
  'use strict'
  /* global document, window, fetch, URLSearchParams */

  const place = document.querySelector('[data-stay]')
  if (!place || !window.fetch) return
  const { minutes, warn, stay, word, over } = place.dataset
  const isDialog = place.tagName === 'DIALOG'

  const text = document.createElement('p')
  const button = document.createElement('button')
  button.type = 'button'
  button.hidden = true
  button.className = isDialog ? 'st-btn st-btn--main' : 'jb-btn jb-btn--line'
  text.className = isDialog ? 'st-timeout__text' : 'jb-timeout__text'
  text.id = 'time-left'
  place.setAttribute('aria-labelledby', 'time-left')
  place.append(text, button)

  let since = Date.now()
  let ended = false

  const say = words => {
    if (text.textContent !== words) text.textContent = words
  }
  const show = () => {
    if (place.dataset.shown) return
    place.dataset.shown = 'yes'
    button.hidden = false
    document.documentElement.classList.add('has-timeout')
    if (!isDialog) return
    if (place.showModal) place.showModal()
    else place.setAttribute('open', '')
  }
  const hide = () => {
    if (!place.dataset.shown) return
    delete place.dataset.shown
    button.hidden = true
    document.documentElement.classList.remove('has-timeout')
    say('')
    if (!isDialog) return
    if (place.close) place.close()
    else place.removeAttribute('open')
  }
  const end = () => {
    ended = true
    say(over)
    button.textContent = '知道了'
    show()
  }
  const goOn = () => {
    since = Date.now()
    if (!ended) hide()
  }

  const look = () => {
    if (ended) return
    const left = Math.ceil(Number(minutes) - (Date.now() - since) / 60000)
    if (left > Number(warn)) {
      hide()
      return
    }
    if (left <= 0) {
      end()
      return
    }
    button.textContent = word
    say('还有 ' + left + ' 分钟' + (isDialog ? '自动退出。写了一半的内容还在这一页' : ''))
    show()
  }

  const ask = () => {
    const token = document.querySelector('[name="_csrf"]')
    const body = new URLSearchParams({ _csrf: token ? token.value : '' })
    fetch(stay, { method: 'POST', body, redirect: 'manual', credentials: 'same-origin' }).then(
      answer => {
        if (answer.status === 204) goOn()
        else if (answer.status !== 429) end()
      },
      () => {
        say('没有连上，请再点一次“' + word + '”')
      },
    )
  }

  button.addEventListener('click', () => {
    if (ended) hide()
    else ask()
  })
  // Whoever closes the dialog by Esc is there.
  place.addEventListener('cancel', event => {
    if (ended) return
    event.preventDefault()
    ask()
  })
  document.addEventListener('mingshao:kept', goOn)
  window.setInterval(look, 5000)
})()
