"""A page in a browser to the rules of accessibility that it violates, by axe-core."""

from importlib.resources import files
from typing import TYPE_CHECKING

from tests.browser.conftest import missing

if TYPE_CHECKING:
    from playwright.sync_api import Page

_RULES = """
async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.map((rule) => `${rule.impact} ${rule.id}: ${rule.nodes.map((n) => n.html).join(" | ")}`);
}
"""


def violations(page: "Page") -> list[str]:
    """Return what axe-core finds wrong on a page as it stands."""
    try:
        source = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    except ModuleNotFoundError:
        missing("The package axe-playwright-python is not installed: the page was not checked by axe-core.")
    if not page.evaluate("'axe' in window"):
        # By the protocol of the browser, as the policy of the page lets no other script in.
        page.evaluate(source)
    return list(page.evaluate(_RULES))
