"""A person without a mouse: Tab, Enter, Space, arrows and letters, and a look at where one is."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 400
IS_THERE = "node => node === document.activeElement"
# An outline or a shadow of its own, or the frame around it that shows the focus inside.
IS_SEEN = """node => {
    const shows = (style) => style.boxShadow !== "none"
        || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
    if (!node.matches(":focus-visible")) return false;
    if (shows(getComputedStyle(node))) return true;
    const beside = [node.parentElement, ...node.labels ?? []];
    if (node.id) beside.push(document.querySelector(`label[for="${node.id}"]`));
    return beside.some((one) => one && shows(getComputedStyle(one)));
}"""


@dataclass
class Keyboard:
    """Goes through one page; every stop that matters has to show that it has the focus."""

    page: Page

    def reach(self, target: Locator) -> Locator:
        """By Tab from where one is, round the page at most once."""
        expect(target).to_be_visible()
        for _ in range(MOST_STOPS):
            if target.evaluate(IS_THERE):
                break
            self.page.keyboard.press("Tab")
        expect(target).to_be_focused()
        assert target.evaluate(IS_SEEN), f"the focus is not seen at {target}"
        return target

    def press(self, target: Locator, key: str = "Enter") -> None:
        self.reach(target)
        self.page.keyboard.press(key)

    def type(self, target: Locator, text: str) -> None:
        """Instead of what stands there."""
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        expect(target).to_have_value(text)

    def choose(self, target: Locator, value: str) -> None:
        """In a list: from its first line down."""
        self.reach(target)
        self.page.keyboard.press("Home")
        for _ in range(target.locator("option").count()):
            if target.input_value() == value:
                break
            self.page.keyboard.press("ArrowDown")
        expect(target).to_have_value(value)

    def check(self, target: Locator) -> None:
        """A box, or one answer among several: the arrows go through these."""
        if target.get_attribute("type") == "checkbox":
            self.press(target, "Space")
        else:
            self._answer(target)
        expect(target).to_be_checked()

    def open(self, form: Locator) -> Locator:
        """A part that is folded."""
        self.press(form.locator("summary").first)
        expect(form).to_have_attribute("open", "")
        return form

    def _answer(self, target: Locator) -> None:
        name = target.get_attribute("name")
        form = target.locator("xpath=ancestor::form[1]")
        group = form.locator(f"input[type=radio][name='{name}']")
        first = group.and_(self.page.locator(":checked"))
        self.reach(first if first.count() else group.first)
        if not first.count():
            self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if target.is_checked():
                break
            self.page.keyboard.press("ArrowRight")
