package io.calloutauth.example.boot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application: it posts invoices to its partners. */
@SpringBootApplication
class Invoices {

  /** Starts it. */
  public static void main(String[] arguments) {
    SpringApplication.run(Invoices.class, arguments);
  }
}
