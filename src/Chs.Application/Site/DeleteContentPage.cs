using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using MediatR;

namespace Chs.Application.Site;

/// <summary>Deletes a page of the site. For its staff.</summary>
public sealed record DeleteContentPage(string Slug, string Language) : ICommand
{
    internal sealed class Handler(ContentPageFinder pages, IChsDb db, Actor actor, TimeProvider time)
        : IRequestHandler<DeleteContentPage, Outcome>
    {
        public async Task<Outcome> Handle(DeleteContentPage request, CancellationToken cancellationToken)
        {
            var found = await pages.FindAsync(request.Slug, request.Language, ifVersion: null, cancellationToken);
            if (found.Failed)
                return found.Error;
            found.Value.RecordRemoval(actor.Deed(time));
            db.ContentPages.Remove(found.Value);
            return Outcome.Ok;
        }
    }
}
