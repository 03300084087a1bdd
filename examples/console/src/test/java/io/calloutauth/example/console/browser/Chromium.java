package io.calloutauth.example.console.browser;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Starts the Chromium of this machine. */
final class Chromium {

  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-dev-shm-usage",
          "--hide-scrollbars",
          "--lang=en-GB");

  private Chromium() {}

  /** Starts it; without one the test is skipped, but fails where CI must not miss it. */
  static ChromeDriver start() {
    Optional<File> chromium = find("chromium", "chromium-browser", "google-chrome");
    Optional<File> driver = find("chromedriver");
    if (chromium.isEmpty() || driver.isEmpty()) {
      String reason = "chromium and chromedriver are not on the path: the browser story is not run";
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(reason);
      }
      abort(reason);
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.get());
    options.addArguments(FLAGS);
    options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
    var service = new ChromeDriverService.Builder().usingDriverExecutable(driver.get()).build();
    return new ChromeDriver(service, options);
  }

  private static Optional<File> find(String... names) {
    String[] folders = System.getenv("PATH").split(File.pathSeparator, -1);
    return Arrays.stream(names)
        .flatMap(name -> Stream.of(folders).map(folder -> new File(folder, name)))
        .filter(File::canExecute)
        .findFirst();
  }
}
