using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;

namespace Chs.Application.Labs;

/// <summary>Sets or removes one of a lab's pictures. Needs the right to edit its details.</summary>
/// <param name="LabId">The lab.</param>
/// <param name="Which">Which picture.</param>
/// <param name="Content">The picture's file; null: none.</param>
/// <param name="IfVersion">The versions that were read; null: any.</param>
public sealed record SetLabPicture(Guid LabId, LabPicture Which, byte[]? Content, ExpectedVersions? IfVersion)
    : ICommand<LabView>
{
    /// <summary>Stores the picture, so that no transaction waits for the upload.</summary>
    internal sealed class Preparation(LabFinder labs, PictureStore pictures, Prepared<StoredPicture> picture)
        : IPreparation<SetLabPicture>
    {
        public async Task<Outcome> PrepareAsync(SetLabPicture request, CancellationToken cancellationToken)
        {
            var found = await FindLabAsync(labs, request, cancellationToken);
            if (found.Failed)
                return found.Error;
            var stored = await pictures.StoreAsync(
                request.Content,
                request.Which is LabPicture.Banner ? PictureShape.Wide : PictureShape.Square,
                $"labs/{request.LabId}",
                cancellationToken
            );
            if (stored.Failed)
                return stored.Error;
            picture.Value = stored.Value;
            return Outcome.Ok;
        }
    }

    internal sealed class Handler(LabFinder labs, Actor actor, Prepared<StoredPicture> picture, TimeProvider time)
        : IRequestHandler<SetLabPicture, Outcome<LabView>>
    {
        public async Task<Outcome<LabView>> Handle(SetLabPicture request, CancellationToken cancellationToken)
        {
            var found = await FindLabAsync(labs, request, cancellationToken);
            if (found.Failed)
                return found.Error;
            var lab = found.Value.Lab;
            var deed = actor.Deed(time);
            if (request.Which is LabPicture.Banner)
                lab.SetBanner(picture.Value.Path, deed);
            else
                lab.SetBadge(picture.Value.Path, deed);
            return LabView.Of(found.Value);
        }
    }

    static Task<Outcome<LabWithRights>> FindLabAsync(
        LabFinder labs,
        SetLabPicture request,
        CancellationToken cancellationToken
    ) => labs.FindAsync(request.LabId, LabRight.EditDetails, request.IfVersion, cancellationToken);
}
