// node provider.mjs <port> <redirect address> [issuer]: a provider with one client and whatever people its log-in form
// names. A name is "subject,verified|unverified|none[,amr]": the provider says of the person what the name says. The
// address is the subject where that is one. With another's issuer, the provider speaks in that one's name.
import http from 'node:http';
import { Provider } from 'oidc-provider';

const [port, redirect, issuer] = process.argv.slice(2);
const provider = new Provider(issuer ?? `http://127.0.0.1:${port}`, {
  clients: [{ client_id: 'chs', client_secret: 'a secret of this test only', redirect_uris: [redirect], response_types: ['code'], grant_types: ['authorization_code'] }],
  pkce: { required: () => true },
  claims: { openid: ['sub', 'amr'], profile: ['given_name', 'family_name'], email: ['email', 'email_verified'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => {
    const [subject, verified] = id.split(',');
    const email = subject.includes('@') ? subject : `${subject}@uni.example`;
    const address = verified === 'none' ? {} : { email, email_verified: verified === 'verified' };
    return { accountId: id, claims: () => ({ sub: id, given_name: 'Ada', family_name: 'Lovelace', ...address }) };
  },
});

async function bodyOf(request) {
  let text = '';
  for await (const part of request) text += part;
  return new URLSearchParams(text);
}

const others = provider.callback();
http.createServer(async (request, response) => {
  if (!request.url.startsWith('/interaction/')) return others(request, response);
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (request.method === 'GET') {
    response.setHeader('content-type', 'text/html');
    return response.end(`<form method="post" action="${request.url}"><input type="hidden" name="prompt" value="${prompt.name}"><input name="login"><button>Go on</button></form>`);
  }

  if (prompt.name === 'login') {
    const name = (await bodyOf(request)).get('login');
    const [, , amr] = name.split(',');
    return provider.interactionFinished(request, response, { login: { accountId: name, ...(amr ? { amr: [amr] } : {}) } }, { mergeWithLastSubmission: false });
  }

  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
}).listen(Number(port), '127.0.0.1', () => console.log('listening'));
