"""How somebody works a page: with pointer and touch, or with the keyboard alone."""

from playwright.sync_api import Locator, Page

FAR = 150  # more Tabs than any page of ours has stops
IS_FOCUSED = "element => element === document.activeElement"
SHOWS_FOCUS = """
element => [element, element.closest("label"), element.nextElementSibling, element.parentElement].some((each) => {
  const style = each && getComputedStyle(each);
  return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
})
"""


class Pointer:
    def press(self, target: Locator) -> None:
        target.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def set(self, field: Locator, value: str) -> None:
        """A date, a time."""
        field.fill(value)

    def pick(self, field: Locator, label: str) -> None:
        field.select_option(label=label)

    def tick(self, box: Locator) -> None:
        box.check()

    def choose(self, radio: Locator) -> None:
        """Taps its label: that is what a finger meets."""
        radio.locator("xpath=ancestor::label").click()


class Keyboard:
    """Every control is reached by Tab, shows that it has the focus, and does its work by a key."""

    def press(self, target: Locator) -> None:
        self._reach(target)
        target.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        field.page.keyboard.press("ControlOrMeta+a")
        field.page.keyboard.type(text)

    def set(self, field: Locator, value: str) -> None:
        """The parts of a date lie in another order in each language: the arrows bring them there one by one."""
        self._reach(field)
        field.fill(value)

    def pick(self, field: Locator, label: str) -> None:
        self._reach(field)
        field.page.keyboard.type(label)
        field.page.keyboard.press("Tab")

    def tick(self, box: Locator) -> None:
        self._reach(box)
        if not box.is_checked():
            box.page.keyboard.press("Space")

    def choose(self, radio: Locator) -> None:
        """Tab enters the group, Space takes the first of it, arrows move on."""
        group = radio.page.locator(f'input[name="{radio.get_attribute("name")}"]')
        self._reach_one_of(group)
        radio.page.keyboard.press("Space")
        for _ in range(group.count()):
            if radio.is_checked():
                return
            radio.page.keyboard.press("ArrowDown")
        raise AssertionError("The arrows do not reach it.")

    def _reach(self, target: Locator) -> None:
        target.wait_for()
        self._tab(target.page, lambda: target.evaluate(IS_FOCUSED))
        assert target.evaluate(SHOWS_FOCUS), f"nothing shows that it has the focus: {target}"

    def _reach_one_of(self, group: Locator) -> None:
        focused = "all => all.findIndex((each) => each === document.activeElement)"
        self._tab(group.page, lambda: group.evaluate_all(focused) >= 0)
        assert group.nth(group.evaluate_all(focused)).evaluate(SHOWS_FOCUS)

    def _tab(self, page: Page, arrived) -> None:
        for _ in range(FAR):
            if arrived():
                return
            page.keyboard.press("Tab")
        raise AssertionError("Tab does not reach it.")
