using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Builds;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>A file that a family's browser loads: of active studies for whoever is logged in, of others for whoever may preview them.</summary>
public sealed record ReadBuiltFile(Guid StudyId, string Path) : IQuery<BuiltFile>
{
    internal sealed class Handler(IChsDb db, AccessControl access) : IRequestHandler<ReadBuiltFile, Outcome<BuiltFile>>
    {
        public async Task<Outcome<BuiltFile>> Handle(ReadBuiltFile request, CancellationToken cancellationToken)
        {
            if (access.Actor is null)
                return Error.Unauthenticated;
            var found = await (
                from study in db.Studies.AsNoTracking()
                where study.Uuid == request.StudyId
                from file in db.BuildFiles.Where(f => f.BuildId == study.CurrentBuildId && f.Path == request.Path)
                select new { study, file }
            ).SingleOrDefaultAsync(cancellationToken);
            if (found is null)
                return Error.NotFound("file");
            if (
                found.study.State is not StudyState.Active
                && !await access.MayPreviewAsync(found.study, cancellationToken)
            )
                return Error.NotFound("file");
            return BuiltFile.Of(found.file);
        }
    }
}

/// <summary>The page of a frameplayer's study for one child: the actor's own. Families get it while the study is active, previews whoever may preview.</summary>
/// <param name="ChildId">Null, in previews only: <see cref="NoChild"/>.</param>
public sealed record ReadBuiltPage(Guid StudyId, Guid? ChildId, bool Preview) : IQuery<BuiltFile>
{
    /// <summary>The child that no family has: previews may name it, and then nothing is saved.</summary>
    public const string NoChild = "TEST_CHILD_DISREGARD";

    internal sealed class Handler(IChsDb db, AccessControl access) : IRequestHandler<ReadBuiltPage, Outcome<BuiltFile>>
    {
        public async Task<Outcome<BuiltFile>> Handle(ReadBuiltPage request, CancellationToken cancellationToken)
        {
            if (access.Actor is not { } actor)
                return Error.Unauthenticated;
            var isOwn = await db.Children.AnyAsync(
                c => c.Uuid == request.ChildId && c.UserId == actor.Key && !c.IsDeleted,
                cancellationToken
            );
            if (!isOwn && !(request.Preview && request.ChildId is null))
                return Error.NotFound("child");

            var study = await db
                .Studies.AsNoTracking()
                .SingleOrDefaultAsync(s => s.Uuid == request.StudyId, cancellationToken);
            if (study is null || study.State is StudyState.Archived)
                return Error.NotFound("study");
            if (
                request.Preview
                    ? !await access.MayPreviewAsync(study, cancellationToken)
                    : study.State is not StudyState.Active
            )
                return !request.Preview && await access.MayLookAsync(study, cancellationToken)
                    ? StudyErrors.NotActive
                    : Error.NotFound("study");
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
    }
}

/// <summary>A file to be served.</summary>
/// <param name="Key">Where it lies in the store.</param>
/// <param name="PackedKey">Where its variant packed with gzip lies; null: there is none.</param>
/// <param name="Size">Bytes, unpacked.</param>
/// <param name="Digest">SHA-256 in lower-case hex: its ETag.</param>
/// <param name="IsFingerprinted">Whether browsers may keep it for ever.</param>
public sealed record BuiltFile(
    string Key,
    string? PackedKey,
    long Size,
    long? PackedSize,
    string Digest,
    string ContentType,
    bool IsFingerprinted
)
{
    internal static BuiltFile Of(BuildFile file)
    {
        var key = BuiltFiles.KeyOf(file.Digest, file.Path);
        return new(
            key,
            file.PackedSize is null ? null : key + BuiltFiles.PackedSuffix,
            file.Size,
            file.PackedSize,
            file.Digest,
            file.ContentType,
            file.IsFingerprinted
        );
    }
}
