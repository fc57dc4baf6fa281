// What administrators do: add documents, remove them, read everything again; each a job of the server that is followed.

import {ApiError, asError, authorization, events, getJson, offers, request} from './api.js'
import {announce, h, sure} from './dom.js'
import {t} from './i18n.js'

/** The box above the documents; `reload` draws them anew. */
export function adminBox(me, reload) {
  if (!offers.has('upload') && !offers.has('reindex')) return null
  const log = h('ul', {class: 'uploads'})
  return h('section', {class: 'admin', 'aria-labelledby': 'upload-title'},
    h('h2', {id: 'upload-title'}, t('upload')),
    offers.has('upload') && dropZone(log, reload),
    h('div', {role: 'log', 'aria-label': t('upload')}, log),
    offers.has('reindex') && h('div', {class: 'buttons'}, h('button', {type: 'button', class: 'button outline small', onclick: () =>
      follow(log, t('reindexing'), () => start('documents/reindex', {method: 'POST'}), () => t('reindexed'), reload)}, t('reindex'))))
}

function dropZone(log, reload) {
  const visibility = h('select', {id: 'upload-visibility'},
    h('option', {value: 'public'}, t('uploadPublic')), h('option', {value: 'internal'}, t('uploadInternal')))
  const input = h('input', {type: 'file', multiple: true, class: 'visually-hidden', id: 'upload-files', onchange: () => {
    send([...input.files])
    input.value = ''
  }})
  const send = async files => {
    for (const file of files) await upload(file, visibility.value, log, reload)
  }
  const zone = h('div', {class: 'drop'},
    h('p', {'aria-hidden': 'true'}, t('uploadDrop'), ' ', t('uploadOr')),
    h('button', {type: 'button', class: 'button', onclick: () => input.click(), 'aria-describedby': 'upload-hint'}, t('uploadChoose')),
    h('label', {for: 'upload-files', class: 'visually-hidden'}, t('uploadChoose')), input,
    h('p', {class: 'hint', id: 'upload-hint'}, t('uploadHint')),
    h('div', {class: 'buttons'}, h('label', {for: 'upload-visibility'}, t('uploadVisibility')), h('div', {}, visibility)))
  input.tabIndex = -1
  for (const name of ['dragenter', 'dragover']) {
    zone.addEventListener(name, event => { event.preventDefault(); zone.classList.add('over') })
  }
  zone.addEventListener('dragleave', event => { if (!zone.contains(event.relatedTarget)) zone.classList.remove('over') })
  zone.addEventListener('drop', event => {
    event.preventDefault()
    zone.classList.remove('over')
    send([...event.dataTransfer.files])
  })
  return zone
}

async function upload(file, visibility, log, reload) {
  const done = report => (report.failures.length ? {failed: report.failures.join(' ')} : t('uploadDone', file.name))
  await follow(log, t('uploadSending', file.name, 0), tell => sendFile(file, visibility, tell), done, reload, file.name)
}

/** Sent with XMLHttpRequest, since `fetch` does not tell how much of a body has gone. */
async function sendFile(file, visibility, tell) {
  await request('documents') // asks for the key where one is missing
  const form = new FormData()
  form.append('files', file)
  form.append('visibility', visibility)
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest()
    sending.open('POST', 'documents')
    sending.setRequestHeader('Accept', 'application/json')
    for (const [name, value] of Object.entries(authorization())) sending.setRequestHeader(name, value)
    sending.upload.addEventListener('progress', event => {
      if (event.lengthComputable) tell(t('uploadSending', file.name, Math.round((100 * event.loaded) / event.total)), event.loaded, event.total)
    })
    sending.addEventListener('load', async () => {
      const response = new Response(sending.responseText, {status: sending.status})
      if (response.ok) resolve(await response.json())
      else reject(await asError(response))
    })
    sending.addEventListener('error', () => reject(new ApiError(0, 'unreachable', t('unreachable'))))
    sending.send(form)
  })
}

const start = async (path, options) => (await request(path, options)).json()

/** One line of the log: begins a job, shows its progress, and at last what `done(report)` says of it. */
async function follow(log, words, begin, done, reload, name = '') {
  const label = h('span', {}, words)
  const bar = h('progress', {'aria-label': name || words})
  const line = h('li', {}, label, bar)
  log.append(line)
  const tell = (text, value, total) => {
    label.textContent = text
    if (total) {
      bar.max = total
      bar.value = value
    } else {
      bar.removeAttribute('value')
    }
  }
  let said
  try {
    const job = await begin(tell)
    const report = await finished(job.id, name, tell)
    await served(report.generation)
    said = done(report)
  } catch (error) {
    said = {failed: error.message}
  }
  bar.remove()
  const failed = said.failed !== undefined
  label.textContent = failed ? (name ? t('uploadFailed', name, said.failed) : said.failed) : said
  line.classList.toggle('error-text', failed)
  announce(label.textContent)
  if (!failed) {
    await reload()
    keepLog(line)
    if (document.activeElement === document.body) document.querySelector('main h1')?.focus()
  }
}

/** The view was drawn anew; what happened stays to be read. */
function keepLog(line) {
  document.querySelector('.uploads')?.append(line)
}

/** The report of a job, once it is done. */
async function finished(id, name, tell) {
  const response = await request(`jobs/${encodeURIComponent(id)}`, {headers: {Accept: 'text/event-stream'}})
  for await (const {event, data} of events(response)) {
    if (event === 'progress') {
      const phase = t('jobPhases')[data.phase] ?? t('uploadWorking')
      tell([name, phase + (data.total ? t('uploadOf', data.done, data.total) : '')].filter(Boolean).join('：'), data.done, data.total)
    } else if (event === 'done') {
      return data.report
    } else if (event === 'error') {
      throw new ApiError(500, data.error?.code, data.error?.message ?? t('wentWrong'))
    }
  }
  throw new ApiError(0, 'interrupted', t('interrupted'))
}

/** Until the server answers from this generation of the index: while one request loads it, others still get the old one. */
async function served(generation) {
  for (let i = 0; i < 40; i += 1) {
    const ready = await getJson('readyz').catch(() => null)
    if (!generation || !ready || ready.generation >= generation) return
    await new Promise(resolve => { setTimeout(resolve, 250) })
  }
}

export function removeButton(d, reload) {
  return h('button', {type: 'button', class: 'text-button', 'aria-label': t('removeOf', d.title), onclick: () => sure(t('removeSure', d.title), t('removeWhat'), t('remove'), async () => {
    const log = document.querySelector('.uploads') ?? h('ul')
    await follow(log, t('removing'), () => start(`documents/${encodeURIComponent(d.id)}`, {method: 'DELETE'}), () => t('removed', d.title), reload)
  })}, t('remove'))
}
