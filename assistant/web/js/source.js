// The panel beside the view: one page of a document, with the quoted words marked.

import {getJson, pagePath, request} from './api.js'
import {announce, copyButton, h, replace} from './dom.js'
import {flat} from './format.js'
import {lang, t} from './i18n.js'

const panel = document.getElementById('source')
const wide = matchMedia('(min-width: 68rem)')
const ZOOMS = [100, 140, 200, 300]
let opener = null
let behind = '#/chat'
let form = 'image'
let zoom = 0
let imageUrl = null
let request_ = 0

panel.addEventListener('cancel', event => { event.preventDefault(); leave() })
panel.addEventListener('keydown', event => {
  if (event.key === 'Escape' && !panel.matches(':modal')) leave()
})
wide.addEventListener('change', () => {
  if (!panel.open) return
  panel.close()
  show()
})

function show() {
  if (panel.open) return
  if (wide.matches) panel.show()
  else panel.showModal()
  document.documentElement.classList.add('with-panel')
}

/** Back to the view, by its address, so that the browser's own way back agrees with it. */
function leave() {
  location.hash = behind
}

export function closeSource() {
  request_ += 1
  if (!panel.open) return
  panel.close()
  document.documentElement.classList.remove('with-panel')
  release()
  panel.replaceChildren()
  if (opener?.isConnected) opener.focus()
  opener = null
}

/** `place` is {document, page, query}; `view` the address to go back to. */
export async function openSource(place, view) {
  behind = view
  const mine = request_ += 1
  if (!panel.open) opener = document.activeElement
  const query = new URLSearchParams([...place.query].filter(([name]) => ['start', 'end', 'quote'].includes(name)))
  if (!panel.open) {
    replace(panel, head(t('sourceTitle')), h('p', {class: 'hint'}, t('loading')))
    show()
  }
  try {
    const page = await getJson(`${pagePath(place.document, place.page)}?${query}`)
    if (mine === request_) draw(page, query)
  } catch (error) {
    if (mine === request_) replace(panel, head(t('sourceTitle')), h('p', {class: 'notice error', role: 'alert'}, error.message))
  }
}

function head(title) {
  return h('div', {class: 'panel-head'},
    h('h2', {id: 'source-title', tabindex: '-1', lang: title === t('sourceTitle') ? lang() : 'ja'}, title),
    h('button', {type: 'button', class: 'button outline small', 'aria-label': t('sourceClose'), onclick: leave}, t('close')))
}

function draw(page, query) {
  release()
  const content = h('div', {class: 'page-content'})
  const marked = page.highlights.map(({start, end}) => page.text.slice(start, end)).join(' … ')
  const words = {done: t('copied'), failed: t('copyFailed')}
  replace(panel,
    head(page.title),
    h('p', {class: 'place'},
      page.municipality && h('span', {lang: 'ja', class: 'owner'}, page.municipality),
      h('span', {}, t('pageOf', page.page, page.pages)),
      page.label && page.label !== String(page.page) && h('span', {}, t('printed', page.label))),
    page.confidence !== null && page.confidence !== undefined && h('p', {class: 'notice'}, t('recognised', Math.round(page.confidence * 100))),
    marked && h('figure', {class: 'quoted'}, h('figcaption', {}, t('quoted')), h('blockquote', {lang: 'ja'}, flat(marked))),
    h('div', {class: 'panel-tools'},
      h('nav', {'aria-label': t('pageOf', page.page, page.pages)}, step(page, -1), step(page, 1)),
      page.image && forms(page, query, content),
      h('div', {class: 'copies'},
        copyButton(t('copyLink'), () => location.href, words),
        marked && copyButton(t('copyQuote'), () => flat(marked), words),
        h('a', {href: `${pagePath(page.document, page.page)}?${query}${query.size ? '&' : ''}format=html`, target: '_blank', rel: 'noopener'}, t('openAlone')))),
    content)
  panel.scrollTop = 0
  fill(page, query, content)
  document.title = `${page.title} ${t('pageShort', page.page)} | Keikaku 計画`
  panel.querySelector('h2').focus({preventScroll: true})
  announce(t('pageOf', page.page, page.pages))
}

function step(page, by) {
  const target = page.page + by
  const label = t(by < 0 ? 'previous' : 'next')
  if (target < 1 || target > page.pages) return h('span', {class: 'button outline small', 'aria-disabled': 'true'}, label)
  return h('a', {class: 'button outline small', href: `#/source/${encodeURIComponent(page.document)}/${target}`}, label)
}

function forms(page, query, content) {
  const option = value => h('label', {class: 'segment'},
    h('input', {type: 'radio', name: 'page-form', value, checked: form === value, onchange: () => {
      form = value
      fill(page, query, content)
    }}), h('span', {}, t(value === 'image' ? 'asImage' : 'asText')))
  return h('fieldset', {class: 'segments'}, h('legend', {class: 'visually-hidden'}, t('form')), option('image'), option('text'))
}

function fill(page, query, content) {
  if (page.image && form === 'image') image(page, query, content)
  else text(page, content)
}

function text(page, content) {
  if (!page.text.trim()) {
    replace(content, h('p', {class: 'hint'}, t('emptyPage')))
    return
  }
  const parts = []
  let at = 0
  for (const {start, end} of page.highlights) {
    parts.push(page.text.slice(at, start), h('mark', {}, page.text.slice(start, end)))
    at = end
  }
  replace(content, h('div', {class: 'page-text', lang: 'ja'}, parts, page.text.slice(at)))
  content.querySelector('mark')?.scrollIntoView({block: 'center'})
}

/** Fetched, not linked, since an image element could not send the key. */
async function image(page, query, content) {
  const mine = request_
  replace(content, h('p', {class: 'hint'}, t('loading')))
  try {
    const parameters = new URLSearchParams(query)
    parameters.set('format', 'png')
    const response = await request(`${pagePath(page.document, page.page)}?${parameters}`)
    const blob = await response.blob()
    if (mine !== request_ || form !== 'image') return
    release()
    imageUrl = URL.createObjectURL(blob)
    const picture = h('img', {src: imageUrl, alt: t('imageOf', page.title, page.page)})
    const frame = h('div', {class: 'page-image', tabindex: '0', role: 'group', 'aria-label': t('asImage')}, picture)
    replace(content, zoomButtons(frame), frame)
  } catch (error) {
    if (mine !== request_) return
    text(page, content)
    content.prepend(h('p', {class: 'notice', role: 'alert'}, error.message))
  }
}

function zoomButtons(frame) {
  const level = h('span', {class: 'hint'})
  const button = (label, by) => h('button', {type: 'button', class: 'button outline small', onclick: () => {
    zoom = Math.min(Math.max(zoom + by, 0), ZOOMS.length - 1)
    apply()
  }}, label)
  const apply = () => {
    frame.dataset.zoom = String(ZOOMS[zoom])
    level.textContent = `${ZOOMS[zoom]}%`
  }
  apply()
  return h('div', {class: 'zoom'}, button(t('smaller'), -1), button(t('larger'), 1), level)
}

function release() {
  if (imageUrl) URL.revokeObjectURL(imageUrl)
  imageUrl = null
}
