"""The page in a real browser, without a model and without a network."""

import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

from playwright.sync_api import expect

Visit = Callable[..., Any]
Ask = Callable[[Any, str], Any]

NINE = "Quanti cluster sono stati riconosciuti?"
LOADED = "document.querySelector('.ctl-page img')?.naturalWidth > 0"
WIDTH = "document.documentElement.scrollWidth"


def test_starts_in_italian_with_the_question_box_first(visit: Visit) -> None:
    page = visit()
    assert page.evaluate("document.documentElement.lang") == "it"
    first = page.locator("input:visible, textarea:visible").first
    assert first.evaluate("e => e.labels[0].innerText").strip() == "La tua domanda"
    assert 4 <= page.locator("#ctl-welcome button[data-ask]").count() <= 6
    assert page.locator("a[href*='gradio'], a[href*='huggingface']").count() == 0
    expect(page.get_by_role("heading", level=1)).to_have_text("Assistente Cluster Tecnologici")


def test_speaks_english_to_an_english_browser_and_changes_on_request(visit: Visit) -> None:
    page = visit("en-GB")
    assert page.url.endswith("/en/")
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    page.get_by_role("link", name="italiano").click()
    expect(page.get_by_role("button", name="Chiedi")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "it"


def test_a_citation_opens_its_page_with_the_words_marked(
    visit: Visit, ask: Ask, fake: ModuleType
) -> None:
    page = visit()
    answer = ask(page, NINE)
    number = answer.get_by_role("button", name="Citazione 1: apri pagina 2").first
    assert number.inner_text() == "[1]"
    start = time.perf_counter()
    number.click()
    page.wait_for_function(LOADED)
    assert time.perf_counter() - start < 3
    panel = page.locator("#ctl-panel")
    expect(panel.locator("blockquote")).to_contain_text(fake.FIRST)
    expect(panel).to_contain_text("Pagina 2 di 3")
    expect(panel).to_contain_text("D.G.R. X/1051 del 5 dicembre 2013")
    image = panel.locator("img")
    assert "evidenziata" in (image.get_attribute("alt") or "")
    marked = page.request.get(image.evaluate("e => e.src")).body()
    bare = page.request.get(image.evaluate("e => e.src.split('?')[0]")).body()
    assert marked != bare
    yellow = image.evaluate(
        """e => { const c = document.createElement('canvas'); c.width = e.naturalWidth;
        c.height = e.naturalHeight; const p = c.getContext('2d'); p.drawImage(e, 0, 0);
        const d = p.getImageData(0, 0, c.width, c.height).data; let n = 0;
        for (let i = 0; i < d.length; i += 4) if (d[i] > 200 && d[i + 2] < 110) n++; return n; }"""
    )
    assert yellow > 500


def test_leafs_through_the_document_and_back(visit: Visit, ask: Ask) -> None:
    page = visit()
    ask(page, NINE).locator(".ctl-cite").first.click()
    panel = page.locator("#ctl-panel")
    panel.get_by_role("button", name="Successiva").click()
    expect(panel).to_contain_text("Pagina 3 di 3")
    expect(panel.get_by_role("button", name="Successiva")).to_be_disabled()
    panel.get_by_role("button", name="Torna alla citazione 1").click()
    expect(panel).to_contain_text("Pagina 2 di 3")
    expect(panel.locator("blockquote")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_contain_text("Qui si apre la pagina citata")


def test_foreign_words_stay_words(visit: Visit, ask: Ask, fake: ModuleType) -> None:
    page = visit()
    answer = ask(page, f"{NINE} {fake.HOSTILE}")
    expect(answer.locator("li").filter(has_text="la pagina riporta")).to_contain_text(fake.HOSTILE)
    answer.locator(".ctl-cite", has_text="[3]").first.click()
    sheet = page.locator("#ctl-panel .ctl-sheet mark")
    expect(sheet).to_have_text(fake.HOSTILE)
    expect(sheet).to_be_in_viewport()
    page.get_by_role("tab", name="Documenti").click()
    expect(page.locator(".ctl-table")).to_contain_text("<script>")
    assert page.locator("[onerror], a[href^='javascript']").count() == 0


def test_the_keyboard_is_enough(visit: Visit, ask: Ask) -> None:
    page = visit()
    box = page.locator("#ctl-box textarea")
    box.focus()
    page.keyboard.type("una riga")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("due righe")
    assert box.input_value() == "una riga\ndue righe"
    answer = ask(page, NINE)
    answer.locator(".ctl-cite").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ctl-view-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(answer.locator(".ctl-cite").first).to_be_focused()
    outline = answer.locator(".ctl-cite").first.evaluate("e => getComputedStyle(e).outlineWidth")
    assert outline == "3px"


def test_stopping_keeps_what_was_verified(visit: Visit, desk: Any) -> None:
    page = visit()
    desk.pause = 1.0
    try:
        page.locator("#ctl-welcome [data-ask]").first.click()
        page.locator("#ctl-live .ctl-cite").first.wait_for()
        page.get_by_role("button", name="Ferma").click()
        expect(page.locator("#ctl-live")).to_contain_text("Hai interrotto la risposta")
    finally:
        desk.pause = 0.05
    expect(page.locator("#ctl-live")).to_contain_text("nove Cluster")
    expect(page.get_by_role("button", name="Chiedi")).to_be_visible()
    time.sleep(1.5)
    expect(page.locator("#ctl-live")).not_to_contain_text("Fonti discordi")
    assert page.locator("#ctl-live .ctl-status").count() == 0


def test_a_failure_is_shown_as_one(visit: Visit, ask: Ask) -> None:
    page = visit()
    answer = ask(page, "Provoca un guasto")
    assert answer.get_attribute("data-status") == "failed"
    expect(answer).to_contain_text("La biblioteca è bloccata.")
    expect(answer).to_contain_text("Riprova tra un minuto.")
    answer = ask(page, "Provoca un baco")
    assert answer.get_attribute("data-status") == "failed"
    expect(answer).to_contain_text("errore imprevisto")
    assert "script" not in answer.inner_text()


def test_choices_ask_and_the_conversation_goes_on(visit: Visit, ask: Ask, desk: Any) -> None:
    page = visit()
    ask(page, "Quale cluster?").locator("[data-ask]").first.click()
    live = page.locator("#ctl-live [data-status='partial'][data-done]")
    live.wait_for()
    assert [turn.content for turn in desk.asked[-1].history] == ["Quale cluster?"]
    expect(page.locator("#ctl-past")).to_contain_text("Quale cluster?")
    expect(live).to_contain_text("2 frasi escluse perché non verificate")
    ask(page, "E poi?")
    assert [turn.role for turn in desk.asked[-1].history] == ["user", "user", "assistant"]
    page.get_by_role("button", name="Nuova conversazione").click()
    expect(page.locator("#ctl-welcome")).to_be_visible()
    expect(page.locator(".ctl-turn")).to_have_count(0)


def test_nothing_asked_is_kept_in_the_browser(visit: Visit, ask: Ask) -> None:
    page = visit()
    ask(page, NINE)
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert "cluster" not in kept
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0


def test_nearest_passages_open(visit: Visit, ask: Ask) -> None:
    page = visit()
    answer = ask(page, "C’è un bando per Marte?")
    assert answer.get_attribute("data-status") == "not_found"
    answer.locator(".ctl-nearest button").click()
    page.wait_for_function(LOADED)
    expect(page.locator("#ctl-panel")).to_contain_text("Pagina 2 di 3")


def test_documents_are_listed_refreshed_and_opened(visit: Visit, desk: Any) -> None:
    page = visit()
    page.get_by_role("tab", name="Documenti").click()
    table = page.locator(".ctl-table")
    expect(table).to_contain_text("12 di 40")
    expect(table).to_contain_text("20/11/2026")
    desk.ready = 40
    try:
        page.get_by_role("button", name="Aggiorna").click()
        expect(table).not_to_contain_text("12 di 40")
    finally:
        desk.ready = 12
    page.locator("#ctl-filter input, #ctl-filter textarea").fill("riconoscimento")
    expect(table.locator("tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Apri «Riconoscimento").click()
    page.wait_for_function(LOADED)
    expect(page.locator("#ctl-panel")).to_contain_text("Pagina 1 di 3")


def test_a_phone_shows_everything_without_sideways_scrolling(visit: Visit, ask: Ask) -> None:
    page = visit(width=360, height=740, has_touch=True, is_mobile=True)
    assert page.evaluate(WIDTH) == 360
    answer = ask(page, NINE)
    assert page.evaluate(WIDTH) == 360
    answer.locator(".ctl-cite").first.tap()
    page.wait_for_function(LOADED)
    expect(page.locator("#ctl-view-title")).to_be_in_viewport()
    assert page.evaluate(WIDTH) == 360
    page.get_by_role("tab", name="Documenti").click()
    expect(page.locator(".ctl-table")).to_be_visible()
    assert page.evaluate(WIDTH) == 360


def test_every_control_has_a_name_and_answers_are_announced(visit: Visit, ask: Ask) -> None:
    page = visit()
    answer = ask(page, NINE)
    expect(page.locator("body > p[role=status]")).to_contain_text("Citazioni: 3")
    answer.locator(".ctl-cite").first.click()
    page.wait_for_function(LOADED)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, a[href], input, textarea, img')]
        .filter(e => e.offsetParent && !(e.innerText || e.ariaLabel || e.alt || e.labels?.length))
        .filter(e => !e.querySelector('img[alt]'))
        .map(e => e.outerHTML.slice(0, 200))"""
    )
    assert nameless == []
