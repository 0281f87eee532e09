using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Chooses which mails the actor's family wants. Mails about the account itself always come.</summary>
/// <param name="Wanted">The kinds that are wanted; the others aren't.</param>
public sealed record UpdateMailPreferences(IReadOnlyList<MailKind> Wanted)
    : ICommand<MailPreferencesView>,
        IOpenToFamilies
{
    internal sealed class Validator : AbstractValidator<UpdateMailPreferences>
    {
        public Validator()
        {
            RuleFor(x => x.Wanted).NotNull();
            RuleForEach(x => x.Wanted).IsInEnum();
        }
    }

    internal sealed class Handler(AccountFinder accounts, TimeProvider time)
        : IRequestHandler<UpdateMailPreferences, Outcome<MailPreferencesView>>
    {
        public async Task<Outcome<MailPreferencesView>> Handle(
            UpdateMailPreferences request,
            CancellationToken cancellationToken
        )
        {
            var user = await accounts.FindOwnAsync(cancellationToken);
            user.ChooseMail(MailPreferences.Of(request.Wanted), time.GetUtcNow());
            return new MailPreferencesView(user.Mail.Wanted);
        }
    }
}

/// <summary>The mails that a family wants.</summary>
/// <param name="Wanted">
/// The kinds that are wanted; the others aren't. <c>nextSession</c>: invitations to the next session of a study,
/// <c>newStudies</c>: new ones for a child, <c>studyUpdates</c>: news of studies that the family took part in,
/// <c>responseQuestions</c>: questions from researchers about a session.
/// </param>
public sealed record MailPreferencesView(IReadOnlyList<MailKind> Wanted);
