using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>
/// Finds the page of a frameplayer study for one of the actor's own children. Families get it while the study is
/// active; a preview needs the right to preview the study.
/// </summary>
/// <param name="ChildId">Null stands for <see cref="NoChild"/>, which only previews may name.</param>
public sealed record ReadBuiltPage(Guid StudyId, Guid? ChildId, bool Preview) : IQuery<BuiltFile>
{
    /// <summary>In an address: no child. Nothing is saved then.</summary>
    public const string NoChild = "TEST_CHILD_DISREGARD";

    internal sealed class Handler(IChsDb db, ChildFinder children, StudyFinder studies)
        : IRequestHandler<ReadBuiltPage, Outcome<BuiltFile>>
    {
        public async Task<Outcome<BuiltFile>> Handle(ReadBuiltPage request, CancellationToken cancellationToken)
        {
            if (await CheckChildAsync(request, cancellationToken) is { } refusal)
                return refusal;
            var found = await studies.FindStartableAsync(request.StudyId, request.Preview, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            if (study.Type is not StudyType.Frameplayer)
                return StudyErrors.NotForThisRunner;

            var page = await db
                .BuildFiles.AsNoTracking()
                .SingleOrDefaultAsync(
                    f => f.BuildId == study.CurrentBuildId && f.Path == BuiltPage.Name,
                    cancellationToken
                );
            return page is null ? StudyErrors.NotBuilt : BuiltFile.Of(page);
        }

        /// <returns>Null when the actor may open the page with this child, or without one.</returns>
        async Task<Error?> CheckChildAsync(ReadBuiltPage request, CancellationToken cancellationToken)
        {
            if (request.ChildId is { } child)
                return (await children.FindOwnAsync(child, cancellationToken)).Error;
            return request.Preview ? null : Error.NotFound("child");
        }
    }
}
