using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Ports;
using Chs.Domain.Accounts;

namespace Chs.Api.Access;

/// <summary>Who asks in this request, and by what. Filled by <see cref="AuthenticationMiddleware"/> before anything else runs.</summary>
sealed class RequestActor : ICurrentActor
{
    public Actor? Actor { get; private set; }

    /// <summary>Null when nobody is logged in.</summary>
    public CredentialKind? By { get; private set; }

    /// <summary>A token was presented that proves nothing: an error even where nobody needs to be logged in.</summary>
    public bool IsRejected { get; private set; }

    public void SignIn(Actor actor, CredentialKind by) => (Actor, By) = (actor, by);

    public void Reject() => IsRejected = true;
}
