package io.calloutauth.example.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** What a reader does: looks at pages, types into fields, presses buttons. */
final class Browser implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final ChromeDriver driver = Chromium.start();
  private final String address;

  Browser(String address) {
    this.address = address;
    size(1440, 900);
  }

  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void colours(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  void open(String path) {
    driver.get(address + path);
  }

  void addNotification(String name, String url, String authentication) {
    open("/notifications/new");
    type("Name", name);
    type("Callout URL", url);
    choose("Callout authentication", authentication);
    press("Save");
    sees("Saved.");
  }

  void signIn(String name, String password) {
    driver.manage().deleteAllCookies();
    open("/login");
    type("Name", name);
    type("Password", password);
    press("Sign in");
    sees("All OAuth 2.0 providers");
  }

  /** Logs in at the page of an authorization server, once the browser is there. */
  void logInAt(URI server, String name, String password) {
    wait(page -> here().startsWith(server + "/"), "is not at " + server);
    await(By.id("username")).sendKeys(name);
    await(By.id("password")).sendKeys(password);
    click(By.xpath("//form//button[@type='submit']"));
  }

  /** Types into the field that a label names, in place of what is there. */
  void type(String label, String text) {
    WebElement field = field(label);
    field.clear();
    field.sendKeys(text);
  }

  /** Chooses a file for the field that a label names. */
  void upload(String label, Path file) {
    field(label).sendKeys(file.toAbsolutePath().toString());
  }

  /** Waits until a field holds something. */
  void awaitsValue(String label) {
    wait(page -> !value(label).isEmpty(), "has nothing in " + label);
  }

  /** Chooses the option that begins with, or holds, a text. */
  void choose(String label, String option) {
    new Select(field(label)).selectByContainsVisibleText(option);
  }

  String value(String label) {
    return Objects.requireNonNullElse(field(label).getDomProperty("value"), "");
  }

  private WebElement field(String label) {
    WebElement found = await(By.xpath("//label[normalize-space()='" + label + "']"));
    return driver.findElement(By.id(Objects.requireNonNull(found.getDomAttribute("for"))));
  }

  void press(String button) {
    click(By.xpath("//main//button[normalize-space()=\"" + button + "\"]"));
  }

  /** Obtains a token, once it may be: another test may have done so within the same second. */
  void obtainToken() {
    press("Obtain token");
    wait(
        page -> {
          if (main().contains("too often")) {
            press("Obtain token");
          }
          return main().contains("A token was obtained.");
        },
        "does not say that a token was obtained");
  }

  void confirm() {
    click(By.id("confirm-yes"));
  }

  void follow(String link) {
    click(By.xpath("//a[normalize-space()=\"" + link + "\"]"));
  }

  /** Waits until the page says something. */
  void sees(String text) {
    wait(until -> main().contains(text), "does not say: " + text);
  }

  /** Waits until the banner above the page says something. */
  void isWarned(String text) {
    wait(page -> banner().contains(text), "has no banner that says: " + text);
  }

  /** Waits until the banner is gone. */
  void isNoLongerWarned() {
    wait(page -> banner().isEmpty(), "keeps its banner");
  }

  private String banner() {
    return String.valueOf(
        driver.executeScript("return document.getElementById('banner')?.innerText ?? ''"));
  }

  /** Waits until the page is at a path. */
  void isAt(String path) {
    wait(page -> here().startsWith(address + path), "is not at " + path);
  }

  /** Returns the path of the page that is open. */
  String path() {
    return URI.create(here()).getPath();
  }

  private String here() {
    return Objects.requireNonNullElse(driver.getCurrentUrl(), "");
  }

  /** Returns what stands beside a term of the page. */
  String shown(String term) {
    By what = By.xpath("//dt[normalize-space()='" + term + "']/following-sibling::dd");
    List<String> shown = new ArrayList<>();
    wait(
        page -> {
          readyAt(what).map(WebElement::getText).ifPresent(shown::add);
          return !shown.isEmpty();
        },
        "has nothing at " + what);
    return shown.get(0);
  }

  /** Returns what has the focus: its tag and its text. */
  String focused() {
    return String.valueOf(
        driver.executeScript(
            "const e = document.activeElement; return e.tagName + ' ' + e.innerText"));
  }

  /** Waits until the focus is on something that says a text. */
  void isFocusedOn(String text) {
    wait(
        page -> focused().contains(text) && !focused().startsWith("BODY"),
        "has no focus on: " + text);
  }

  void forgetsCookies() {
    driver.manage().deleteAllCookies();
  }

  /** Signs in as from another tab: the page that is open stays as it is. */
  void signInElsewhere(String name, String password) {
    String here = driver.getWindowHandle();
    driver.switchTo().newWindow(WindowType.TAB);
    signIn(name, password);
    driver.close();
    driver.switchTo().window(here);
  }

  void offline(boolean offline) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  void doesNotSee(String text) {
    assertThat(main()).doesNotContain(text);
  }

  String main() {
    return String.valueOf(
        driver.executeScript(
            "return (document.getElementById('main') ?? document.body).innerText"));
  }

  String source() {
    return Objects.requireNonNullElse(driver.getPageSource(), "");
  }

  Object script(String script) {
    return Objects.requireNonNullElse(driver.executeScript(script), "");
  }

  void keys(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  private WebElement await(By what) {
    wait(page -> readyAt(what).isPresent(), "has nothing at " + what);
    return readyAt(what).orElseThrow();
  }

  /** Clicks on what is there, also when the page fetches its part anew at that moment. */
  private void click(By what) {
    wait(
        page -> {
          Optional<WebElement> found = readyAt(what);
          found.ifPresent(WebElement::click);
          return found.isPresent();
        },
        "has nothing at " + what);
  }

  private Optional<WebElement> readyAt(By what) {
    return driver.findElements(what).stream().filter(Browser::ready).findFirst();
  }

  private static boolean ready(WebElement element) {
    return element.isDisplayed() && element.isEnabled();
  }

  private void wait(Predicate<ChromeDriver> condition, String otherwise) {
    new WebDriverWait(driver, Duration.ofSeconds(20))
        .ignoring(StaleElementReferenceException.class)
        .ignoring(JavascriptException.class)
        .withMessage(() -> "the page " + otherwise + "\n" + main())
        .until(anything -> condition.test(driver));
  }

  /** Asserts that nothing on the page is out of reach to the right. */
  void fits() {
    assertThat(
            script(
                "return document.documentElement.scrollWidth"
                    + " - document.documentElement.clientWidth"))
        .isEqualTo(0L);
  }

  /** Asserts that axe finds nothing serious. The driver's scripts are not subject to the CSP. */
  void isAccessible() {
    driver.executeScript(axe());
    assertThat(
            driver.executeAsyncScript(
                """
                const done = arguments[0];
                axe.run(document).then(found => done(found.violations
                  .filter(v => v.impact === 'serious' || v.impact === 'critical')
                  .map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | '))));
                """))
        .isEqualTo(List.of());
  }

  private static String axe() {
    try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(
          Objects.requireNonNull(script, "axe").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what the browser complained about: refused by the CSP, failed to load, or thrown. */
  List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream()
        .map(Object::toString)
        .filter(line -> !line.contains("status of 4"))
        .toList();
  }

  void screenshot(String name) {
    long height = (Long) script("return document.documentElement.scrollHeight");
    long width = (Long) script("return document.documentElement.clientWidth");
    size((int) width, (int) Math.max(height, 400));
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      size((int) width, 900);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
