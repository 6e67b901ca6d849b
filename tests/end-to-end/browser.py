"""A headless Chromium for the tests of the search page: what is on it, what it says to its console, whom it asks.

Packages chromium, chromium-driver and python3-selenium. Waiting is for conditions, never for times.
"""
import json
import os
import shutil
import tempfile
import urllib.parse

import harness

PATIENCE = 60  # seconds until a wait is given up; nothing is measured

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
         "--disable-default-apps", "--disable-dev-shm-usage"]


def missing():
    """Why there is no browser here, or None."""
    for name in ("chromium", "chromedriver"):
        if not shutil.which(name):
            return "no program %s" % name
    try:
        import selenium.webdriver  # noqa: F401
    except ImportError:
        return "no Python module selenium"
    return None


class Unstartable(Exception):
    """The programs are there, but this machine does not let them run."""


class Browser:
    def __init__(self):
        from selenium import webdriver
        from selenium.common.exceptions import WebDriverException
        from selenium.webdriver.chrome.options import Options
        from selenium.webdriver.chrome.service import Service

        self.profile = tempfile.mkdtemp(prefix="tally-browser-")
        options = Options()
        options.binary_location = shutil.which("chromium")
        for flag in FLAGS + ["--user-data-dir=" + self.profile]:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        try:
            self.driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
        except WebDriverException as error:
            shutil.rmtree(self.profile, ignore_errors=True)
            raise Unstartable(error.msg) from error
        self.driver.set_page_load_timeout(PATIENCE)
        self.driver.set_script_timeout(PATIENCE)

    def close(self):
        self.driver.quit()
        shutil.rmtree(self.profile, ignore_errors=True)

    # ---- the window

    def resize(self, width, height=900):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def prefer(self, scheme):
        features = [{"name": "prefers-color-scheme", "value": scheme},
                    {"name": "prefers-reduced-motion", "value": "reduce"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def picture(self, name):
        """Kept where TALLY_PICTURES says, for people who want to look."""
        folder = os.environ.get("TALLY_PICTURES")
        if folder:
            self.driver.save_screenshot(os.path.join(folder, name + ".png"))

    # ---- what there is

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def all(self, selector):
        return self.driver.find_elements("css selector", selector)

    def one(self, selector):
        found = self.all(selector)
        if not found:
            raise AssertionError("there is no %s" % selector)
        return found[0]

    def text(self, selector):
        return self.run("return document.querySelector(arguments[0])?.textContent ?? ''", selector)

    def parameters(self):
        """Of the address."""
        query = urllib.parse.urlsplit(self.driver.current_url).query
        return {name: values[0] for name, values in urllib.parse.parse_qs(query).items()}

    def focused(self):
        """A short description of the element that has the focus."""
        return self.run("const at = document.activeElement;"
                        "return at.id || at.getAttribute('aria-label') || at.textContent;")

    def press(self, *keys):
        from selenium.webdriver.common.action_chains import ActionChains
        from selenium.webdriver.common.keys import Keys
        chain = ActionChains(self.driver)
        for key in keys:
            chain.send_keys(getattr(Keys, key) if key.isupper() and len(key) > 1 else key)
        chain.perform()

    def click(self, selector):
        """As a reader would, on the first of them that shows."""
        shown = [element for element in self.all(selector) if element.is_displayed()]
        if not shown:
            raise AssertionError("there is no %s to click" % selector)
        self.run("arguments[0].scrollIntoView({block: 'center'})", shown[0])
        shown[0].click()

    # ---- waiting

    def wait(self, what, why):
        if not harness.wait_until(what, PATIENCE):
            raise AssertionError("never happened: %s (at %s)" % (why, self.driver.current_url))

    def wait_text(self, selector, part):
        self.wait(lambda: part in self.text(selector), "%r in %s, which is %r" % (part, selector, self.text(selector)))

    def settle(self):
        self.wait(lambda: self.run("return document.querySelector('main')?.getAttribute('aria-busy') === 'false'"),
                  "an answer")

    def open(self, url):
        self.driver.get(url)
        self.settle()

    # ---- what it said and whom it asked, since the last time

    def complaints(self):
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def requests(self):
        """The addresses that were asked, whatever the page or the browser wanted from them."""
        urls = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                urls.append(message["params"]["request"]["url"])
        return urls
