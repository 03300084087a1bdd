package io.calloutauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointParserTest {

  private final FakeResolver resolver = new FakeResolver();
  private final PublicEndpoints policy = PublicEndpoints.builder().nameResolver(resolver).build();

  @ParameterizedTest
  @CsvSource({
    "https://zoom.example.com/token?account_id=x%2By, /token?account_id=x%2By",
    "https://idp.example.com/to%20ken/%2e%2e/x?a=1&a=2&b, /to%20ken/%2e%2e/x?a=1&a=2&b",
    "https://idp.example.com/a//b/../c;d=1?, /a//b/../c;d=1?",
    "https://idp.example.com?x=%2F, /?x=%2F",
    "https://idp.example.com, /",
  })
  void keepsPathAndQueryByteForByte(String url, String pathAndQuery) {
    Endpoint endpoint = Objects.requireNonNull(EndpointParser.read(url).endpoint());

    assertThat(endpoint.pathAndQuery()).isEqualTo(pathAndQuery);
    assertThat(endpoint.toString()).isEqualTo(url);
  }

  @Test
  void comparesSchemeAndHostInLowerCase() {
    Endpoint endpoint =
        Objects.requireNonNull(policy.check("acme", "HTTPS://IDP.Example.COM:8443/T").endpoint());

    assertThat(endpoint.origin()).isEqualTo(new Origin("https", "idp.example.com", 8443));
    assertThat(endpoint.pathAndQuery()).isEqualTo("/T");
  }

  @ParameterizedTest
  @CsvSource({
    "http://idp.example.com/, NOT_HTTPS",
    "mailto:a@example.com, NOT_HTTPS",
    "https:idp.example.com, NOT_A_URL",
    "https:/idp.example.com, NOT_A_URL",
    "https:///token, NOT_A_URL",
    "idp.example.com/token, NOT_A_URL",
    "'', NOT_A_URL",
    "https://idp.example.com/a b, NOT_A_URL",
    "https://idp.example.com\\@evil.example.com/, NOT_A_URL",
    "https://idp.example.com/%zz, NOT_A_URL",
    "https://idp.example.com/a|b, NOT_A_URL",
    "https://user@idp.example.com/, USER_INFO",
    "https://user:secret@idp.example.com/, USER_INFO",
    "https://@idp.example.com/, USER_INFO",
    "https://idp.example.com/#f, FRAGMENT",
    "https://idp.example.com/#, FRAGMENT",
    "https://idp.example.com:/, PORT_NOT_ALLOWED",
    "https://idp.example.com:0443/, PORT_NOT_ALLOWED",
    "https://idp.example.com:0/, PORT_NOT_ALLOWED",
    "https://idp.example.com:1023/, PORT_NOT_ALLOWED",
    "https://idp.example.com:65536/, PORT_NOT_ALLOWED",
    "https://idp.example.com:x/, PORT_NOT_ALLOWED",
    "https://idp.example.com:99999999999/, PORT_NOT_ALLOWED",
    "https://idp.example.com:2376/, PORT_NOT_ALLOWED",
    "https://[::1.1.11111111111111111111.0]/, NOT_A_URL",
    "https://idp_x.example.com/, HOST_NOT_CANONICAL",
    "https://idp..example.com/, HOST_NOT_CANONICAL",
    "https://-idp.example.com/, HOST_NOT_CANONICAL",
    "https://idp.example.com./, HOST_NOT_CANONICAL",
    "https://idp.example.123/, HOST_NOT_CANONICAL",
    "https://idp.example.0x7f/, HOST_NOT_CANONICAL",
    "https://[2606:4700:4700:0::1111]/, HOST_NOT_CANONICAL",
    "https://[2606:4700:4700::0111]/, HOST_NOT_CANONICAL",
    "https://[2606:4700:4700:0:0:0:0:1111]/, HOST_NOT_CANONICAL",
    "https://[::ffff:93.184.216.34]/, HOST_NOT_CANONICAL",
    "https://idp.alt/, HOST_NOT_ALLOWED",
    "https://metadata.tencentyun.com/, HOST_NOT_ALLOWED",
  })
  void saysWhatIsWrong(String url, EndpointRefusal refusal) {
    assertThat(policy.check("acme", url).refusal()).isEqualTo(refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://idp.example.com:443/",
        "https://idp.example.com:1024/",
        "https://idp.example.com:65535/",
        "https://mytest.com/",
        "https://notlocalhost.com/",
        "https://xn--bcher-kva.example/",
        "https://[2606:4700:4700::1111]:8443/",
        "https://[2606:4700:4700::ABCD]/"
      })
  void allowsWhatIsPublic(String url) {
    assertThat(policy.check("acme", url).refusal()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client_secret=x",
        "secret=x",
        "a=b&Access_Token=x",
        "token",
        "api_key=x",
        "apikey=x",
        "apiKey=x",
        "a;password=x",
        "corpsecret=x",
        "client%5Fsecret=x",
        "%73ecret=x",
        "sig=x",
        "client-secret=x",
        "refresh_token=x",
        "client_assertion=x",
        "subscription-key=",
        "key=x",
        "KEY=x",
        "code=x",
        "signature=x",
        "X-Amz-Signature=x",
        "X-Goog-Signature=x",
        "X-Amz-Credential=x",
        "assertion=x",
        "user_pwd=x",
        "Ocp-Apim-Subscription-Key=x",
        "access%5Ftoken=x",
        "credentials=x",
        "pass=x",
        "x-functions-key=x",
        "auth=x",
        "sid=x",
        "hmac=x",
        "mac=x",
        "sign=x",
        "otp=x",
        "passcode=x",
        "session_id=x",
        "JSESSIONID=x",
        "PHPSESSID=x",
        "ticket=x",
        "bearer=x",
        "appsecret_proof=x",
        "account-key=x",
        "session_key=x",
        "use_refresh_token=truex",
        "use_refresh_token=true%26x",
        "use_refresh_token",
        "token=true&token=x",
        "token[0]=x",
        "api_key%5B1%5D=x",
        "user[secret][]=x",
        "app-key=x",
        "applicationKey=x",
        "service_key=x",
        "user_key=x",
        "license_key=x",
        "auth_code=x",
        "access-code=x",
        "pw=x",
        "cookie=x",
        "creds=x",
        "api_key2=x",
        "token1=x",
        "password1=x",
        "client_secret2=x",
        "access_token_2=x",
        "key-01_=x",
        "token_2[0]=x",
        "hmac256=x"
      })
  void refusesAQueryThatLooksLikeASecret(String query) {
    assertThat(policy.check("acme", "https://idp.example.com/token?" + query).refusal())
        .isEqualTo(EndpointRefusal.SECRET_IN_QUERY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/token;jsessionid=x", "/t;v=1;api_key=x/token", "/t;client%5Fsecret=x/token"})
  void refusesAParameterInThePathThatLooksLikeASecret(String path) {
    assertThat(policy.check("acme", "https://idp.example.com" + path).refusal())
        .isEqualTo(EndpointRefusal.SECRET_IN_QUERY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/token", "/oauth2/key;v=1/token", "/sig/token;realm=x", "/key=a/token"})
  void allowsAPathWithoutSecrets(String path) {
    assertThat(policy.check("acme", "https://idp.example.com" + path).refusal()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "account_id=x%2By",
        "grant_type=account_credentials",
        "tenant=secret",
        "api-version=1",
        "token_type=jwt",
        "secretary=x",
        "p=B2C_1_token",
        "response_code=1",
        "country-code=de",
        "keyspace=a",
        "sort_key=a",
        "signature_method=v4",
        "client_assertion_type=jwt-bearer",
        "bypass=1",
        "design=1",
        "use_refresh_token=true",
        "return_id_token=FALSE",
        "include-secret=%74rue",
        "author=x",
        "auth_type=x",
        "side=left",
        "consumer_key=x",
        "session_state=1",
        "page[0]=1",
        "filter[key]=a"
      })
  void allowsAQueryWithoutSecrets(String query) {
    assertThat(policy.check("acme", "https://idp.example.com/token?" + query).refusal()).isNull();
  }

  @Test
  void boundsTheLengthsOfUrlAndHost() {
    String start = "https://idp.example.com/";
    assertThat(policy.check("acme", start + "p".repeat(2048 - start.length())).refusal()).isNull();
    assertThat(policy.check("acme", start + "p".repeat(2049 - start.length())).refusal())
        .isEqualTo(EndpointRefusal.TOO_LONG);

    String label = "a".repeat(63);
    assertThat(policy.check("acme", "https://" + label + ".com/").refusal()).isNull();
    assertThat(policy.check("acme", "https://a" + label + ".com/").refusal())
        .isEqualTo(EndpointRefusal.HOST_NOT_CANONICAL);

    String longest = (label + ".").repeat(3) + "a".repeat(57) + ".com";
    assertThat(longest).hasSize(253);
    assertThat(policy.check("acme", "https://" + longest).refusal()).isNull();
    assertThat(policy.check("acme", "https://a" + longest).refusal())
        .isEqualTo(EndpointRefusal.HOST_NOT_CANONICAL);
  }
}
