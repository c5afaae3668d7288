// What the page does by itself: a click on a number opens its page in the side panel.
// Buttons carry data-open (document), data-page, data-marks (query of the highlight) and data-n.
(() => {
  const texts = window.ctlTexts;
  const root = document.documentElement;
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
  let cited = null;      // the citation opened last: its button and what it opens
  let pending = null;    // the page being opened
  let ahead = null;      // the page asked for last, wanted or not yet
  let turn = null;       // the exchange shown last
  let told = null;       // what was announced last
  let moved = false;     // whether the reader has scrolled since the question

  // Gradio's script sets the language of its own bundle; ours is the one of the words shown.
  const holdLanguage = () => { if (root.lang !== texts.lang) root.lang = texts.lang; };
  new MutationObserver(holdLanguage).observe(root, {attributes: true, attributeFilter: ['lang']});
  holdLanguage();

  const find = (selector) => document.querySelector(selector);
  const base = () => {
    const address = new URL((window.gradio_config || {}).root || '/', window.location.href);
    return address.pathname.replace(/\/(en\/?)?$/, '');
  };
  const glide = () => (calm.matches ? 'auto' : 'smooth');
  const stacked = () => window.matchMedia('(max-width: 899px)').matches;

  // One status line for screen readers, in the page from the start.
  const status = document.createElement('p');
  status.className = 'ctl-hidden';
  status.setAttribute('role', 'status');
  const announce = (text) => { status.textContent = text; };

  function panelAddress({document: id, page, marks, n}) {
    const query = new URLSearchParams((marks || '').replace(/^\?/, ''));
    if (n) query.set('n', n);
    query.set('lang', texts.lang);
    return `${base()}/quadro/${encodeURIComponent(id)}/${page}?${query}`;
  }

  // A page is asked for when its button is pointed at, so that it is there when it is pressed.
  function fetchPanel(target) {
    const address = panelAddress(target);
    if (!ahead || ahead.address !== address) {
      const reply = fetch(address).then((answer) => {
        if (!answer.ok) throw new Error(`status ${answer.status}`);
        return answer.text();
      });
      ahead = {address, reply};
      reply.then(loadImage, () => { ahead = null; });
    }
    return ahead.reply;
  }

  function loadImage(text) {
    const image = new DOMParser().parseFromString(text, 'text/html').querySelector('.ctl-page img');
    if (image) new Image().src = image.getAttribute('src');
  }

  async function open(target, byKeyboard) {
    const panel = find('#ctl-panel');
    if (!panel) return;
    const request = pending = {};
    panel.setAttribute('aria-busy', 'true');
    announce(texts.loading);
    try {
      const text = await fetchPanel(target);
      if (pending !== request) return;
      panel.innerHTML = text;
      opened(panel, target, byKeyboard);
    } catch {
      if (pending !== request) return;
      const line = document.createElement('p');
      line.className = 'ctl-problem';
      line.textContent = texts.failed;
      panel.replaceChildren(line);
      root.classList.add('ctl-open');
      announce(texts.failed);
    }
    if (pending === request) { pending = null; panel.removeAttribute('aria-busy'); }
  }

  function opened(panel, target, byKeyboard) {
    const title = panel.querySelector('#ctl-view-title');
    root.classList.add('ctl-open');
    document.querySelectorAll('[data-open][aria-current]').forEach((b) => b.removeAttribute('aria-current'));
    if (target.n) cited = target;
    if (target.n && target.button.isConnected) target.button.setAttribute('aria-current', 'true');
    offerWayBack(panel, target);
    showMark(panel);
    const place = panel.querySelector('.ctl-pager span');
    announce(`${title.textContent}. ${place ? place.textContent : ''}`);
    if (stacked()) panel.scrollIntoView({behavior: glide(), block: 'start'});
    if (byKeyboard || stacked()) title.focus({preventScroll: true});
  }

  // Leafing away from the words cited leaves a way back to them.
  function offerWayBack(panel, target) {
    const back = panel.querySelector('[data-back]');
    if (!back || target.n || !cited || !target.button.classList.contains('ctl-step')) return;
    back.textContent = back.dataset.back.replace('{n}', cited.n);
    back.hidden = false;
  }

  // Where the strong mark of an image stands, as a share of its height; null if there is none.
  function markPlace(image) {
    const canvas = document.createElement('canvas');
    const width = canvas.width = 240;
    const height = canvas.height = Math.round(width * image.naturalHeight / image.naturalWidth);
    const pen = canvas.getContext('2d', {willReadFrequently: true});
    pen.drawImage(image, 0, 0, width, height);
    const dots = pen.getImageData(0, 0, width, height).data;
    for (let i = 0; i < dots.length; i += 4) {
      if (dots[i] > 200 && dots[i + 1] > 150 && dots[i + 1] < 232 && dots[i + 2] < 110) return i / 4 / width / height;
    }
    return null;
  }

  // Bring the highlighted words into view, in a text or in the image of a page.
  function showMark(panel) {
    const scroller = stacked() ? null : find('#ctl-side');
    if (scroller) scroller.scrollTop = 0;
    const mark = panel.querySelector('.ctl-sheet .ctl-active');
    if (mark) {
      const sheet = mark.closest('.ctl-sheet');
      sheet.scrollTop = mark.offsetTop - sheet.clientHeight / 3;
      return;
    }
    const image = panel.querySelector('.ctl-page img');
    if (!image || !scroller || !panel.querySelector('.ctl-quote')) return;
    const move = () => {
      const place = markPlace(image);
      const box = image.getBoundingClientRect();
      const view = scroller.getBoundingClientRect();
      const shown = Math.min(view.bottom, window.innerHeight) - view.top;
      const wanted = box.top - view.top + box.height * place;
      if (place !== null && wanted > shown - 80) scroller.scrollTo({top: wanted - shown / 2, behavior: glide()});
    };
    if (image.complete) move(); else image.addEventListener('load', move, {once: true});
  }

  function close() {
    const panel = find('#ctl-panel');
    pending = null;
    panel.removeAttribute('aria-busy');
    panel.innerHTML = texts.empty;
    root.classList.remove('ctl-open');
    if (cited && cited.button.isConnected) {
      cited.button.removeAttribute('aria-current');
      cited.button.focus({preventScroll: !stacked()});
    }
  }

  async function copy(button) {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {  // no permission, or an address without https
      const box = document.createElement('textarea');
      box.value = button.dataset.copy;
      document.body.append(box);
      box.select();
      document.execCommand('copy');
      box.remove();
      button.focus();
    }
    const text = button.textContent;
    button.textContent = button.dataset.copied;
    announce(button.dataset.copied);
    setTimeout(() => { button.textContent = text; }, 2000);
  }

  const read = (button) => ({
    button,
    document: button.dataset.open,
    page: button.dataset.page,
    marks: button.dataset.marks,
    n: button.dataset.n,
  });

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-open], [data-close], [data-back], [data-copy]');
    if (!button) return;
    const byKeyboard = event.detail === 0;
    if ('open' in button.dataset) open(read(button), byKeyboard);
    else if ('back' in button.dataset) { if (cited) open(cited, byKeyboard); }
    else if ('close' in button.dataset) close();
    else copy(button);
  });

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && root.classList.contains('ctl-open')) close();
  });

  for (const kind of ['pointerover', 'focusin']) {
    document.addEventListener(kind, (event) => {
      const button = event.target.closest && event.target.closest('[data-open]');
      if (button) fetchPanel(read(button)).catch(() => {});
    });
  }
  for (const kind of ['wheel', 'touchmove', 'keydown']) {
    document.addEventListener(kind, () => { moved = true; }, {passive: true});
  }

  // Gradio has some messages of its own, in English only.
  function translate() {
    for (const line of document.querySelectorAll('.toast-title, .toast-message-text')) {
      const words = texts.toasts[line.textContent.trim()];
      if (words) line.textContent = words;
    }
  }

  // A new question goes to the top of the window, and stays there while its answer grows
  // unless the reader moves; a finished answer is announced once.
  function follow() {
    translate();
    const shown = find('#ctl-live .ctl-turn');
    if (!shown) { turn = null; return; }
    if (shown.dataset.turn !== turn) {
      turn = shown.dataset.turn;
      moved = false;
      const eyebrow = find('#ctl-panel .ctl-eyebrow');
      if (eyebrow && cited) eyebrow.textContent = texts.earlier;
    }
    if (!moved && turn !== '1') shown.scrollIntoView({behavior: 'auto', block: 'start'});
    if (shown.querySelector('[data-done]')) moved = true;
    const answer = shown.querySelector('[data-announce]');
    const words = answer && answer.dataset.announce;
    if (words && told !== `${turn} ${words}`) {
      told = `${turn} ${words}`;
      announce(words);
    }
  }

  document.addEventListener('DOMContentLoaded', () => {
    document.body.append(status);
    new MutationObserver(follow).observe(document.body, {childList: true, subtree: true, characterData: true});
  });
})();
