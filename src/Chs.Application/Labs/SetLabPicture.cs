using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;

namespace Chs.Application.Labs;

/// <summary>Sets or removes one of a lab's pictures. Needs the right to edit its details.</summary>
/// <param name="LabId">The lab.</param>
/// <param name="Which">Which picture.</param>
/// <param name="Content">The picture's file; null: none.</param>
/// <param name="IfVersion">The version that was read; null: any.</param>
public sealed record SetLabPicture(Guid LabId, LabPicture Which, byte[]? Content, int? IfVersion)
    : IRequest<Outcome<LabView>>,
        IOwnTransactions
{
    // The picture is stored before the transaction begins, so that no lock is held during the upload.
    internal sealed class Handler(
        IChsDb db,
        ICurrentActor current,
        IPictures pictures,
        IObjectStore store,
        TimeProvider time
    ) : IRequestHandler<SetLabPicture, Outcome<LabView>>
    {
        public async Task<Outcome<LabView>> Handle(SetLabPicture request, CancellationToken cancellationToken)
        {
            var allowed = await FindLabAsync(request, cancellationToken);
            if (allowed.Failed)
                return allowed.Error;
            string? path = null;
            if (request.Content is { } content)
            {
                var picture = Check(content, request.Which);
                if (picture.Failed)
                    return picture.Error;
                path = await Media.StoreAsync(store, picture.Value, $"labs/{request.LabId}", cancellationToken);
            }

            db.ClearTracked();
            return await db.InTransactionAsync(
                () => SetPictureAsync(request, path, cancellationToken),
                cancellationToken
            );
        }

        Task<Outcome<LabWithRights>> FindLabAsync(SetLabPicture request, CancellationToken cancellationToken) =>
            db.FindLabAsync(request.LabId, LabRight.EditDetails, request.IfVersion, current.Actor, cancellationToken);

        Outcome<Picture> Check(byte[] content, LabPicture which) =>
            which is LabPicture.Banner
                ? Media.Check(pictures, content, "banner", PictureShape.Wide)
                : Media.Check(pictures, content, "badge", PictureShape.Square);

        async Task<Outcome<LabView>> SetPictureAsync(
            SetLabPicture request,
            string? path,
            CancellationToken cancellationToken
        )
        {
            var found = await FindLabAsync(request, cancellationToken);
            if (found.Failed)
                return found.Error;
            var lab = found.Value.Lab;
            var actor = current.Actor!;
            var now = time.GetUtcNow();
            if (request.Which is LabPicture.Banner)
                lab.SetBanner(path, actor.Id, now);
            else
                lab.SetBadge(path, actor.Id, now);
            return LabView.Of(found.Value);
        }
    }
}
