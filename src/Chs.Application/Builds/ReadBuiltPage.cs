using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
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

    internal sealed class Handler(IChsDb db, AccessControl access) : IRequestHandler<ReadBuiltPage, Outcome<BuiltFile>>
    {
        public async Task<Outcome<BuiltFile>> Handle(ReadBuiltPage request, CancellationToken cancellationToken)
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            if (!await MayNameChildAsync(request, actor, cancellationToken))
                return Error.NotFound("child");
            var study = await db
                .Studies.AsNoTracking()
                .SingleOrDefaultAsync(s => s.Uuid == request.StudyId, cancellationToken);
            if (study is null || study.State is StudyState.Archived)
                return Error.NotFound("study");
            if (await CheckAccessAsync(request, study, cancellationToken) is { } refusal)
                return refusal;
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

        async Task<bool> MayNameChildAsync(ReadBuiltPage request, Actor actor, CancellationToken cancellationToken)
        {
            var isOwnChild = await db.Children.AnyAsync(
                c => c.Uuid == request.ChildId && c.UserId == actor.Key && !c.IsDeleted,
                cancellationToken
            );
            return isOwnChild || (request.Preview && request.ChildId is null);
        }

        /// <returns>Null when the actor may open the page.</returns>
        async Task<Error?> CheckAccessAsync(ReadBuiltPage request, Study study, CancellationToken cancellationToken)
        {
            if (request.Preview)
                return await access.CanPreviewAsync(study, cancellationToken) ? null : Error.NotFound("study");
            if (study.State is StudyState.Active)
                return null;
            return await access.CanSeeAsync(study, cancellationToken) ? StudyErrors.NotActive : Error.NotFound("study");
        }
    }
}
