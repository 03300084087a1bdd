package io.calloutauth.example.console;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.StoreUnavailableException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Shows a page for what went wrong before there was one. */
@ControllerAdvice
class Troubles {

  @ExceptionHandler
  ModelAndView missing(Missing missing) {
    return page(HttpStatus.NOT_FOUND, missing.getMessage() + "");
  }

  @ExceptionHandler
  ModelAndView refused(CalloutAuthException reason) {
    return reason instanceof StoreUnavailableException
        ? page(HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer. Try again later.")
        : page(HttpStatus.CONFLICT, reason.getMessage() + ".");
  }

  private static ModelAndView page(HttpStatus status, String sentence) {
    ModelAndView page = new ModelAndView("error");
    page.setStatus(status);
    return page.addObject("status", status.value()).addObject("sentence", sentence);
  }
}
