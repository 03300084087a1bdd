// An authorization server (oidc-provider) on a free port of 127.0.0.1. Standard input gives, on one line of JSON, its
// clients and scopes; standard output tells its issuer once it listens. It ends when standard input does.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

const lines = createInterface({ input: process.stdin });
lines.on('close', () => process.exit(0));

lines.once('line', (line) => {
  const { clients, scopes } = JSON.parse(line);
  const http = createServer();
  http.listen(0, '127.0.0.1', () => {
    const issuer = `http://127.0.0.1:${http.address().port}`;
    http.on('request', provider(issuer, clients, scopes).callback());
    console.log(`listening at ${issuer}`);
  });
});

function provider(issuer, clients, scopes) {
  return new Provider(issuer, {
    clients: clients.map((client) => registered(client, scopes)),
    scopes,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA'] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      introspection: { enabled: true },
      revocation: { enabled: true },
    },
    ttl: { ClientCredentials: 300 },
  });
}

function registered({ id, secret, authentication, algorithm, jwks }, scopes) {
  return {
    client_id: id,
    client_secret: secret,
    token_endpoint_auth_method: authentication,
    ...(jwks && { token_endpoint_auth_signing_alg: algorithm, jwks: JSON.parse(jwks) }),
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    scope: scopes.join(' '),
  };
}
