using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Site;

/// <summary>Deletes a page of the site. For its staff.</summary>
public sealed record DeleteContentPage(string Slug, string Language) : ICommand
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<DeleteContentPage, Outcome>
    {
        public async Task<Outcome> Handle(DeleteContentPage request, CancellationToken cancellationToken)
        {
            if (SiteStaff.RefusalFor(current.Actor) is { } refused)
                return refused;
            if (await db.FindContentPageAsync(request.Slug, request.Language, cancellationToken) is not { } page)
                return Error.NotFound("page");
            page.RecordRemoval(current.Actor!.Id, time.GetUtcNow());
            db.ContentPages.Remove(page);
            return Outcome.Ok;
        }
    }
}
