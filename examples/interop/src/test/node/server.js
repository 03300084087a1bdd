// An authorization server (oidc-provider) on two free ports of 127.0.0.1, with TLS and without. Standard input gives, on
// one line of JSON, its clients, scopes and certificates; standard output tells its issuer once it listens. It ends when
// standard input does. Who logs in types any name and password. A refresh token is used once: a used one that comes
// again ends its authorization.
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

const lines = createInterface({ input: process.stdin });
lines.on('close', () => process.exit(0));

lines.once('line', (line) => {
  const { clients, scopes, tls } = JSON.parse(line);
  const http = createServer();
  const https = createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false });
  https.listen(0, '127.0.0.1', () => {
    const issuer = `https://localhost:${https.address().port}`;
    const answer = provider(issuer, clients, scopes).callback();
    https.on('request', answer);
    http.on('request', answer);
    http.listen(0, '127.0.0.1', () => {
      console.log(`listening at ${issuer}`);
      console.log(`without TLS at http://127.0.0.1:${http.address().port}`);
    });
  });
});

function provider(issuer, clients, scopes) {
  return new Provider(issuer, {
    clients: clients.map((client) => registered(client, scopes)),
    scopes,
    clientAuthMethods: [
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
    ],
    enabledJWA: { clientAuthSigningAlgValues: ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA'] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: true },
      introspection: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      revocation: { enabled: true },
      mTLS: {
        enabled: true,
        tlsClientAuth: true,
        selfSignedTlsClientAuth: true,
        getCertificate: (ctx) => ctx.socket.getPeerX509Certificate?.(),
        certificateAuthorized: (ctx) => ctx.socket.authorized === true,
        certificateSubjectMatches: (ctx, property, expected) =>
          property === 'tls_client_auth_subject_dn' && subject(ctx) === expected,
      },
    },
    issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    extraClientMetadata: { properties: ['access_token_lifetime'] },
    ttl: {
      AccessToken: (ctx, token, client) => client.access_token_lifetime,
      ClientCredentials: 300,
      Grant: 3600,
      Interaction: 600,
      RefreshToken: 3600,
      Session: 3600,
    },
  });
}

// Node lists a name from its end (RFC 4514 section 2.1).
function subject(ctx) {
  return ctx.socket.getPeerX509Certificate().subject.split('\n').reverse().join(',');
}

function registered({ id, secret, authentication, algorithm, subject, jwks, callback, lifetime }, scopes) {
  return {
    client_id: id,
    access_token_lifetime: Number(lifetime ?? 300),
    ...(secret && { client_secret: secret }),
    token_endpoint_auth_method: authentication,
    ...(algorithm && { token_endpoint_auth_signing_alg: algorithm }),
    ...(authentication === 'tls_client_auth' ? { tls_client_auth_subject_dn: subject } : jwks && { jwks: JSON.parse(jwks) }),
    grant_types: callback ? ['authorization_code', 'refresh_token'] : ['client_credentials'],
    response_types: callback ? ['code'] : [],
    redirect_uris: callback ? [callback] : [],
    scope: scopes.join(' '),
  };
}
