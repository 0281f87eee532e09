using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Responses;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Plays;

/// <summary>Opens the play's session, or takes up the one that is open and still empty, in whatever state the study is.</summary>
/// <remarks>For jsPsych studies: the frameplayer opens its own sessions.</remarks>
public sealed record OpenPlayedSession : ICommand<PlayedSession>, IPlayOnly
{
    internal sealed class Handler(IChsDb db, ChildFinder children, ResponseOpener opener, Actor actor)
        : IRequestHandler<OpenPlayedSession, Outcome<PlayedSession>>
    {
        public async Task<Outcome<PlayedSession>> Handle(OpenPlayedSession request, CancellationToken cancellationToken)
        {
            var play = actor.Play!;
            var study = await db.Studies.AsNoTracking().SingleAsync(s => s.Id == play.StudyKey, cancellationToken);
            if (await children.FindPlayedAsync(play, cancellationToken) is not { } child)
                return Error.NotFound("child");
            var start = new NewSession(study, play.StudyVersion, child, actor.Key, play.IsPreview);
            var (response, _) = await opener.ResumeOrOpenAsync(start, cancellationToken);
            return new PlayedSession(response.Uuid);
        }
    }
}

/// <summary>The session that a page saves to.</summary>
public sealed record PlayedSession(Guid Id);
