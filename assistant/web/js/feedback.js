// Thumbs up or down under an answer, with a reason. Shown only where the server takes it.

import {offers, postJson} from './api.js'
import {announce, h} from './dom.js'
import {t} from './i18n.js'

let forms = 0

export function feedback(question, reply) {
  if (!offers.has('feedback')) return null
  const id = `feedback-${forms += 1}`
  const status = h('span', {class: 'hint'})
  const form = h('form', {class: 'reasons', hidden: true, id})
  const up = thumb('up', () => { form.hidden = true; send('up', {}) })
  const down = thumb('down', () => {
    form.hidden = !form.hidden
    if (!form.hidden) form.querySelector('input').focus()
  })
  down.setAttribute('aria-controls', id)
  reasons(form, id)
  form.addEventListener('submit', event => {
    event.preventDefault()
    const fields = new FormData(form)
    send('down', {reason: fields.get('reason'), comment: fields.get('comment')})
    form.hidden = true
    down.focus()
  })

  async function send(rating, {reason, comment}) {
    try {
      await postJson('feedback', {
        rating, reason: reason || undefined, comment: comment || undefined,
        question, answer: reply.answer.slice(0, 20_000), session_id: reply.session_id ?? undefined,
      })
      up.setAttribute('aria-pressed', String(rating === 'up'))
      down.setAttribute('aria-pressed', String(rating === 'down'))
      status.textContent = t('feedbackThanks')
    } catch (error) {
      status.textContent = error.message
    }
    announce(status.textContent)
  }

  return h('div', {class: 'feedback', role: 'group', 'aria-label': t('rateTitle')}, up, down, status, form)
}

function thumb(name, onclick) {
  return h('button', {type: 'button', class: 'thumb', 'aria-pressed': 'false', 'aria-label': t(name), title: t(name), onclick},
    h('span', {'aria-hidden': 'true', class: `icon ${name}`}))
}

function reasons(form, id) {
  form.append(
    h('fieldset', {}, h('legend', {}, t('reasonTitle')),
      Object.entries(t('reasons')).map(([value, label], i) => h('label', {class: 'check'},
        h('input', {type: 'radio', name: 'reason', value, checked: i === 0}), label))),
    h('label', {for: `${id}-comment`}, t('comment')),
    h('textarea', {id: `${id}-comment`, name: 'comment', rows: '2', maxlength: '1000', 'aria-describedby': `${id}-hint`}),
    h('p', {class: 'hint', id: `${id}-hint`}, t('commentHint')),
    h('button', {type: 'submit', class: 'button small'}, t('feedbackSend')))
}
