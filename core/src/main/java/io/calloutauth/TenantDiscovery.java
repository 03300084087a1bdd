package io.calloutauth;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.engine.TokenCommands;
import io.calloutauth.oauth.Advice;
import io.calloutauth.oauth.MetadataError;
import io.calloutauth.oauth.MetadataFailure;
import io.calloutauth.oauth.MetadataResult;
import io.calloutauth.oauth.ServerMetadata;
import io.calloutauth.provider.DraftFiller;
import io.calloutauth.provider.DraftFiller.Filling;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Discovery for one tenant: takes a place, asks the engine, and puts what it found into words. */
final class TenantDiscovery implements Discovery {

  private static final Logger LOG = LoggerFactory.getLogger(TenantDiscovery.class);

  private static final String TYPE_IT = "type the token endpoint by hand";
  private static final String WHO_RUNS_IT = ": ask who runs the server, or " + TYPE_IT;

  private final TokenCommands commands;
  private final String tenant;
  private final DraftFiller filler;
  private final Duration maxWait;
  private final CommandLimit limit;

  TenantDiscovery(TokenCommands commands, DraftFiller filler, String tenant, Duration maxWait) {
    this.commands = commands;
    this.tenant = tenant;
    this.filler = filler;
    this.maxWait = maxWait;
    this.limit = new CommandLimit(tenant, commands);
  }

  @Override
  public DiscoveryReport fetch(String issuer, ProviderSettings draft) {
    Objects.requireNonNull(draft, "draft");
    Endpoint read = filler.readIssuer(issuer, InvalidSettingsException::new);
    limit.takeTest(null, List.of(read.uri()));
    MetadataResult result = Waiting.await(commands.fetchMetadata(tenant, read), maxWait);
    return result instanceof ServerMetadata metadata
        ? read(read, metadata, draft)
        : failed(read, (MetadataFailure) result, draft);
  }

  private DiscoveryReport read(Endpoint issuer, ServerMetadata metadata, ProviderSettings draft) {
    String id = UUID.randomUUID().toString();
    Filling filling = filler.fill(draft, issuer, metadata);
    if (filling.error() != null) {
      LOG.warn("Discovery {} of tenant {} at {}: {}", id, tenant, issuer, filling.error());
      return DiscoveryReport.of(id, words(filling.error(), ""), filling, metadata.offers());
    }
    LOG.debug(
        "Discovery {} of tenant {} at {}: filled {}",
        id,
        tenant,
        issuer,
        filling.filled().keySet());
    return DiscoveryReport.of(id, words(filling), filling, metadata.offers());
  }

  private static String words(Filling filling) {
    String labels =
        filling.filled().keySet().stream()
            .map(ProviderField::label)
            .collect(Collectors.joining(", "));
    return "The server's metadata fills in: "
        + labels
        + (filling.toConfirm().isEmpty()
            ? ""
            : "; confirm the endpoints that are not of the issuer's host before a secret goes"
                + " there");
  }

  private DiscoveryReport failed(Endpoint issuer, MetadataFailure failure, ProviderSettings draft) {
    if (failure.error() == MetadataError.CLOSED) {
      throw new CalloutAuthClosedException();
    }
    String id = UUID.randomUUID().toString();
    String detail = failure.operatorDetail().isEmpty() ? "" : " [" + failure.operatorDetail() + "]";
    LOG.warn("Discovery {} of tenant {} at {}: {}{}", id, tenant, issuer, failure, detail);
    return DiscoveryReport.failed(
        id,
        words(failure.error(), failure.redirectTarget().orElse("")) + status(failure),
        new Filling(failure.error(), draft, draft, Map.of(), Map.of(), List.of()),
        failure.untrustedIssuer().map(filler::readUntrustedIssuer).orElse(null));
  }

  private static String status(MetadataFailure failure) {
    boolean telling = failure.status() != 0 && failure.status() != 200;
    return telling ? " (status " + failure.status() + ")" : "";
  }

  private static String words(MetadataError error, String redirectTarget) {
    return switch (error) {
      case OTHER_ISSUER ->
          "The server calls itself by another issuer than was typed, and they must be equal to the"
              + " last character, a slash at the end included: type the issuer as its papers have"
              + " it";
      case TOKEN_ENDPOINT_REFUSED ->
          "The token endpoint that the server's metadata names is refused here" + WHO_RUNS_IT;
      case NO_TOKEN_ENDPOINT -> "The server's metadata names no token endpoint" + WHO_RUNS_IT;
      case MALFORMED_METADATA ->
          "The server's metadata names no issuer, or an endpoint that is no text" + WHO_RUNS_IT;
      case DUPLICATE_MEMBER ->
          "The server's metadata has a member twice, and nobody can tell which counts"
              + WHO_RUNS_IT;
      case TOO_LARGE ->
          "The server's metadata is longer than 256 KiB, or has more or deeper members than are"
              + " read"
              + WHO_RUNS_IT;
      case NOT_JSON ->
          "What the server sends as its metadata is no JSON object: check the issuer, or "
              + TYPE_IT;
      case REDIRECT_REFUSED ->
          "The server sends whoever asks for its metadata elsewhere"
              + (redirectTarget.isEmpty() ? "" : ", to " + redirectTarget)
              + ", which is not followed: check the issuer, or "
              + TYPE_IT;
      case THROTTLED -> "The server asks to come back later: it gets too many requests";
      case SERVER_UNAVAILABLE -> "The server fails: ask who runs it if this lasts";
      case UNEXPECTED_STATUS ->
          "The server does not show its metadata: check the issuer, or " + TYPE_IT;
      case NOT_FOUND -> "There is no metadata of this issuer: check the issuer, or " + TYPE_IT;
      case UNREACHABLE -> "The issuer" + Advice.OUT_OF_REACH;
      case NO_PLACE -> "Too much is under way on our side: try again later";
      case NODE_FAULT, CLOSED ->
          "Something broke on our side, not at the server: the operator's log has the details";
    };
  }

  /** Returns the tenant. */
  @Override
  public String toString() {
    return "Discovery[" + tenant + "]";
  }
}
