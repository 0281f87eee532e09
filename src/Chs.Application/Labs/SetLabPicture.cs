using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;

namespace Chs.Application.Labs;

/// <summary>Which picture of a lab.</summary>
public enum LabPicture
{
    /// <summary>At least twice as wide as high.</summary>
    Banner = 1,

    /// <summary>Square.</summary>
    Badge,
}

/// <summary>Gives a lab a picture, or takes it away. Needs the right to edit its details.</summary>
/// <param name="LabId">The lab.</param>
/// <param name="Which">Which of the two.</param>
/// <param name="Content">The picture's file; null: none.</param>
/// <param name="IfVersion">The version that was read; null: whatever it is.</param>
public sealed record SetLabPicture(Guid LabId, LabPicture Which, byte[]? Content, int? IfVersion)
    : IRequest<Outcome<LabView>>,
        IOwnTransactions
{
    // The store is asked outside of the transaction: nobody waits for the database because a picture is on its way.
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
            var allowed = await db.FindLabAsync(
                request.LabId,
                LabRight.EditDetails,
                request.IfVersion,
                current.Actor,
                cancellationToken
            );
            if (allowed.Failed)
                return allowed.Error;
            string? path = null;
            if (request.Content is { } content)
            {
                var picture = Media.Check(
                    pictures,
                    content,
                    request.Which is LabPicture.Banner ? "banner" : "badge",
                    request.Which is LabPicture.Banner ? PictureShape.Wide : PictureShape.Square
                );
                if (picture.Failed)
                    return picture.Error;
                path = await Media.KeepAsync(store, picture.Value, $"labs/{request.LabId}", cancellationToken);
            }

            db.ClearTracked();
            return await db.ChangeAsync(
                async () =>
                {
                    var found = await db.FindLabAsync(
                        request.LabId,
                        LabRight.EditDetails,
                        request.IfVersion,
                        current.Actor,
                        cancellationToken
                    );
                    if (found.Failed)
                        return found.Error;
                    var (lab, now) = (found.Value.Lab, time.GetUtcNow());
                    if (request.Which is LabPicture.Banner)
                        lab.SetBanner(path, current.Actor!.Id, now);
                    else
                        lab.SetBadge(path, current.Actor!.Id, now);
                    return Outcome<LabView>.Of(LabView.Of(found.Value));
                },
                cancellationToken
            );
        }
    }
}
