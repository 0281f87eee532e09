using System.Text.Json;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>Reads the log of a build in order.</summary>
/// <param name="BuildId">The build.</param>
/// <param name="From">Number of the first event; 0 for all.</param>
/// <param name="Limit">Most events to return, 1…5000.</param>
public sealed record ReadBuildEvents(Guid BuildId, int From, int Limit) : IQuery<BuildProgress>, IWithinScope
{
    internal sealed class Validator : AbstractValidator<ReadBuildEvents>
    {
        public Validator()
        {
            RuleFor(x => x.From).GreaterThanOrEqualTo(0);
            RuleFor(x => x.Limit).InclusiveBetween(1, 5000);
        }
    }

    internal sealed class Handler(IChsDb db, BuildFinder builds)
        : IRequestHandler<ReadBuildEvents, Outcome<BuildProgress>>
    {
        public async Task<Outcome<BuildProgress>> Handle(ReadBuildEvents request, CancellationToken cancellationToken)
        {
            // The state is read before the events: when it says that the build has ended, the last event is among them.
            var found = await builds.FindAsync(request.BuildId, StudyRight.ReadDetails, cancellationToken);
            if (found.Failed)
                return found.Error;
            var build = found.Value;
            var events = await db
                .BuildEvents.AsNoTracking()
                .Where(e => e.BuildId == build.Id && e.Ordinal >= request.From)
                .OrderBy(e => e.Ordinal)
                .Take(request.Limit)
                .ToListAsync(cancellationToken);
            return new BuildProgress(
                [.. events.Select(BuildEventView.Of)],
                build.HasEnded && events.Count < request.Limit
            );
        }
    }
}

/// <summary>Part of a build's log.</summary>
/// <param name="Events">In order.</param>
/// <param name="IsAll">Whether the build has ended and these are its last events.</param>
public sealed record BuildProgress(IReadOnlyList<BuildEventView> Events, bool IsAll);

/// <summary>An event in a build's log.</summary>
/// <param name="Number">0, 1, 2 … within the build, without gaps.</param>
/// <param name="Kind">What the event is.</param>
/// <param name="Text">The line; or the state or stage as <c>getBuild</c> names it, such as <c>running</c>.</param>
/// <param name="At">When it happened.</param>
public sealed record BuildEventView(int Number, BuildEventKind Kind, string Text, DateTimeOffset At)
{
    internal static BuildEventView Of(BuildEvent logged)
    {
        var isName = logged.Kind is BuildEventKind.State or BuildEventKind.Stage;
        var text = isName ? JsonNamingPolicy.CamelCase.ConvertName(logged.Text) : logged.Text;
        return new BuildEventView(logged.Ordinal, logged.Kind, text, logged.At);
    }
}
