using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Plays;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Plays;

/// <summary>Moves the end of the play, because something was saved.</summary>
public sealed record ExtendPlay : ICommand, IPlayOnly
{
    internal sealed class Handler(IChsDb db, Actor actor, TimeProvider time) : IRequestHandler<ExtendPlay, Outcome>
    {
        public async Task<Outcome> Handle(ExtendPlay request, CancellationToken cancellationToken)
        {
            var play = actor.Play!.Key;
            var end = Play.EndAfter(time.GetUtcNow());
            await db
                .Plays.Where(p => p.Id == play)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.ExpiresAt, end), cancellationToken);
            return Outcome.Ok;
        }
    }
}
