using System.Net;
using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain.Accounts;

namespace Chs.Api.Access;

/// <summary>Who sends this request, and the credential that shows it. Set by <see cref="AuthenticationMiddleware"/>.</summary>
sealed class RequestActor : ICurrentActor
{
    public Actor? Actor { get; private set; }

    /// <summary>The kind of credential; null when nobody is logged in.</summary>
    public CredentialKind? By { get; private set; }

    public bool IsApiKey => By is CredentialKind.ApiToken;

    /// <summary>The request carries an invalid token, which is an error even where no log-in is needed.</summary>
    public bool IsRejected { get; private set; }

    /// <inheritdoc/>
    public string? Network { get; private set; }

    public void RecordNetwork(IPAddress? address) => Network = Networks.Shortened(address);

    public void SignIn(Actor actor, CredentialKind by)
    {
        Actor = actor;
        By = by;
    }

    /// <summary>A play's key shows it: study code sends the request.</summary>
    public void EnterPlay(Actor player) => Actor = player;

    public void Reject() => IsRejected = true;
}
