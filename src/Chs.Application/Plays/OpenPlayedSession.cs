using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Responses;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Plays;

/// <summary>Opens the play's session, or takes up the one that is open and still empty.</summary>
/// <remarks>
/// For jsPsych studies: the frameplayer opens its own sessions. In whatever state the study is, until the family has
/// finished.
/// </remarks>
public sealed record OpenPlayedSession : ICommand<PlayedSession>, IPlayOnly
{
    internal sealed class Handler(PlayedStudyFinder studies, ChildFinder children, ResponseOpener opener, Actor actor)
        : IRequestHandler<OpenPlayedSession, Outcome<PlayedSession>>
    {
        public async Task<Outcome<PlayedSession>> Handle(OpenPlayedSession request, CancellationToken cancellationToken)
        {
            var play = actor.Play!;
            var found = await studies.FindAsync(play, cancellationToken);
            if (found.Failed)
                return found.Error;
            if (await children.FindPlayedAsync(play, cancellationToken) is not { } child)
                return Error.NotFound("child");
            var start = new NewSession(found.Value, play.StudyVersion, child, actor.Key, play.IsPreview);
            var (response, _) = await opener.ResumeOrOpenAsync(start, cancellationToken);
            return new PlayedSession(response.Uuid);
        }
    }
}

/// <summary>The session that a page saves to.</summary>
public sealed record PlayedSession(Guid Id);
