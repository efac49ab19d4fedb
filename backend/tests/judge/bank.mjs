// A bank whose authorization server is somebody else's work: oidc-provider, the certified implementation for Node.
// Usage: node bank.mjs FOLDER REDIRECT_URI, with CLIENT_SECRET in the environment. Says "issuer ADDRESS" when it is
// ready, then a line for each thing it judged, and ends with its standard input.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const [folder, redirectUri] = process.argv.slice(2);
const { default: Provider } = await import(pathToFileURL(`${folder}/oidc-provider/lib/index.js`));

const say = (...words) => process.stdout.write(`${words.join(' ')}\n`);
process.stdin.on('end', () => process.exit()).resume();

const server = createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'guichet', client_secret: process.env.CLIENT_SECRET, redirect_uris: [redirectUri],
    response_types: ['code'], grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_basic',
  }],
  scopes: ['aisp'],
  cookies: { keys: ['a key of a test'] },
  pkce: { required: () => true, methods: ['S256'] },
  features: {
    devInteractions: { enabled: false },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
    revocation: { enabled: true },
  },
  findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  // Shorter than the time in which the client takes a token for about to end: it has to refresh.
  ttl: { AccessToken: 30, AuthorizationCode: 60, Grant: 3600, Interaction: 60, RefreshToken: 3600, Session: 60 },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
});
provider.on('pushed_authorization_request.success', () => say('pushed'));
provider.on('authorization.success', () => say('authorized'));
provider.on('authorization.error', (_, error) => say('authorization refused:', error.error));
provider.on('grant.success', (ctx) => say('granted', ctx.oidc.params.grant_type));
provider.on('grant.error', (_, error) => say('grant refused:', error.error));
provider.on('access_token.destroyed', () => say('access token ended'));
provider.on('refresh_token.destroyed', () => say('refresh token ended'));
provider.on('server_error', (_, error) => say('failed:', error.message));

// The person: whoever comes is known and agrees.
async function interact(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    return provider.interactionFinished(request, response, { login: { accountId: 'person' } });
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}

const account = {
  resourceId: 'A1', accountId: { iban: 'FR7630006000011234567890189' }, name: 'Compte', usage: 'PRIV',
  cashAccountType: 'CACC', currency: 'EUR', psuStatus: 'Account Holder', _links: {},
};
const lists = { accounts: [account], balances: [], transactions: [] };

// The STET interface, as far as a journey needs it: a token opens it if the provider knows the token.
async function stet(request, response) {
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const found = await provider.AccessToken.find(token);
  const list = new URL(request.url, issuer).pathname.split('/').pop();
  say(found ? 'read' : 'not read:', list);
  response.writeHead(found ? 200 : 401, { 'content-type': 'application/json' });
  response.end(JSON.stringify(found ? { [list]: lists[list], _links: {} } : {}));
}

const oauth = provider.callback();
server.on('request', (request, response) => {
  const handle = request.url.startsWith('/interaction/') ? interact : request.url.startsWith('/stet/') ? stet : oauth;
  Promise.resolve(handle(request, response)).catch((error) => {
    say('failed:', error.message);
    response.writeHead(500).end();
  });
});
say('issuer', issuer);
