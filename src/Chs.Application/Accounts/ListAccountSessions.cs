using System.Text.Json.Serialization;
using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>Lists the actor's log-ins, oldest first.</summary>
public sealed record ListAccountSessions : PagedQuery, IQuery<Page<SessionItem>>, IOpenToFamilies
{
    /// <summary>Secret of the session that sends the request; null when it is sent with an API token.</summary>
    [JsonIgnore]
    public string? Session { get; init; }

    internal sealed class Validator : PagedValidator<ListAccountSessions>;

    internal sealed class Handler(IChsDb db, Actor actor, TimeProvider time)
        : IRequestHandler<ListAccountSessions, Outcome<Page<SessionItem>>>
    {
        static readonly Keyset<Credential> OldestFirst = Keyset.ByKey<Credential>(c => c.Id, isDescending: false);

        public async Task<Outcome<Page<SessionItem>>> Handle(
            ListAccountSessions request,
            CancellationToken cancellationToken
        )
        {
            var currentDigest = request.Session is { } secret ? Secret.Digest(secret) : [];
            var now = time.GetUtcNow();
            var sessions = db
                .Credentials.AsNoTracking()
                .Where(Credential.IsLogIn)
                .Where(c => c.UserId == actor.Key && !c.IsPending && c.ExpiresAt > now);
            var total = await sessions.CountIfAskedAsync(request, cancellationToken);
            var rows = await OldestFirst
                .PageOf(sessions, request)
                .Select(c => new
                {
                    c.Id,
                    Item = new SessionItem(
                        c.Uuid,
                        c.Kind == CredentialKind.SessionKey ? LogInKind.Program : LogInKind.Browser,
                        c.CreatedAt,
                        c.ExpiresAt!.Value,
                        c.LastUsedAt,
                        c.IsTwoFactor,
                        c.Digest == currentDigest
                    ),
                })
                .ToListAsync(cancellationToken);
            return Page.Create(request, rows, total, row => new Cursor("", row.Id), row => row.Item);
        }
    }
}

/// <summary>A log-in of an account.</summary>
/// <param name="Id">The session.</param>
/// <param name="Kind">Whether a browser or a program is logged in.</param>
/// <param name="CreatedAt">When the person logged in.</param>
/// <param name="ExpiresAt">When the session ends at the latest.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null: not yet.</param>
/// <param name="IsTwoFactor">Whether the person logged in with a second factor.</param>
/// <param name="IsThisOne">Whether it is the session that sends this request.</param>
public sealed record SessionItem(
    Guid Id,
    LogInKind Kind,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    bool IsTwoFactor,
    bool IsThisOne
);

/// <summary>What is logged in.</summary>
public enum LogInKind
{
    /// <summary>A browser, by a cookie.</summary>
    Browser = 1,

    /// <summary>A program, by a key of <c>createSessionKey</c>.</summary>
    Program,
}
