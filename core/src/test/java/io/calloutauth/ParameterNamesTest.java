package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The jar keeps the names of parameters, by which editors and frameworks of hosts call them. */
class ParameterNamesTest {

  @Test
  void areThoseOfTheSource() throws Exception {
    Method authenticate =
        CalloutAuthenticator.class.getMethod("authenticate", String.class, String.class, URI.class);

    assertThat(Arrays.stream(authenticate.getParameters()).map(Parameter::getName))
        .containsExactly("notificationId", "method", "target");
  }
}
