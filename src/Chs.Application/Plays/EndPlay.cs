using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Plays;

/// <summary>Ends the play: its key opens nothing any more.</summary>
public sealed record EndPlay : ICommand, IPlayOnly
{
    internal sealed class Handler(IChsDb db, Actor actor) : IRequestHandler<EndPlay, Outcome>
    {
        public async Task<Outcome> Handle(EndPlay request, CancellationToken cancellationToken)
        {
            var play = actor.Play!.Key;
            await db.Plays.Where(p => p.Id == play).ExecuteDeleteAsync(cancellationToken);
            return Outcome.Ok;
        }
    }
}
