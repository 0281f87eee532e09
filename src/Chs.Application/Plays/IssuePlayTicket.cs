using System.Buffers.Text;
using System.Security.Cryptography;
using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Plays;
using FluentValidation;
using MediatR;

namespace Chs.Application.Plays;

/// <summary>Issues a ticket to the play origin for a start that the actor is allowed.</summary>
/// <param name="StudyId">A study that runs here.</param>
/// <param name="ChildId">Who takes part; null in a preview without a child.</param>
/// <param name="Browser">
/// SHA-256 of the secret that the browser holds which may use the ticket, in base64url.
/// </param>
/// <param name="Site">Address of the site as the browser knows it.</param>
public sealed record IssuePlayTicket(Guid StudyId, Guid? ChildId, bool IsPreview, string Browser, string Site)
    : ICommand<IssuedTicket>,
        IOpenToFamilies
{
    internal sealed class Validator : AbstractValidator<IssuePlayTicket>
    {
        public Validator()
        {
            RuleFor(x => x.Browser).Must(IsDigest).WithMessage("This isn't the digest of a browser's secret.");
            RuleFor(x => x.Site).MaximumLength(300);
        }

        static bool IsDigest(string text) =>
            Base64Url.IsValid(text, out var length) && length == SHA256.HashSizeInBytes;
    }

    internal sealed class Handler(PlayTickets tickets, PlayStartFinder starts, Actor actor)
        : IRequestHandler<IssuePlayTicket, Outcome<IssuedTicket>>
    {
        public async Task<Outcome<IssuedTicket>> Handle(IssuePlayTicket request, CancellationToken cancellationToken)
        {
            var found = await starts.FindAsync(request.StudyId, request.ChildId, request.IsPreview, cancellationToken);
            if (found.Failed)
                return found.Error;
            var start = found.Value;
            var pass = new PlayPass(
                actor.Key,
                start.Study.Id,
                start.Child?.Id,
                request.IsPreview,
                actor.CredentialKey,
                request.Site
            );
            return tickets.Issue(pass, Base64Url.DecodeFromChars(request.Browser));
        }
    }
}

/// <summary>A ticket to the play origin.</summary>
/// <param name="Secret">Shown only here, because only its digest is stored.</param>
/// <param name="ExpiresAt">When it can't be used any more, a minute from now.</param>
public sealed record IssuedTicket(string Secret, DateTimeOffset ExpiresAt);
