using Chs.Application.Ports;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Applies filters to the responses of a study. Lists, downloads and counts use it alike, so that they agree.</summary>
static class ResponseFilters
{
    /// <summary>Those responses that pass the filter.</summary>
    /// <remarks>
    /// Hashed ids are looked for among these responses only, so that they tell nothing about people whose responses the
    /// actor can't see.
    /// </remarks>
    public static async Task<IQueryable<Response>> ApplyAsync(
        this ResponseFilter filter,
        IChsDb db,
        ResponsesOfStudy of,
        CancellationToken cancellationToken
    )
    {
        var (study, responses) = of;
        if (filter.IsPreview is { } isPreview)
            responses = responses.Where(r => r.IsPreview == isPreview);
        if (filter.IsCompleted is { } isCompleted)
            responses = responses.Where(r => r.Completed == isCompleted);
        if (filter.HashedChildId is { } child)
        {
            var among = responses;
            var children = db.Children.Where(c => among.Any(r => r.ChildId == c.Id));
            var keys = await KeysOfAsync(
                study,
                child,
                children.Select(c => new Person(c.Id, c.Uuid)),
                cancellationToken
            );
            responses = responses.Where(r => keys.Contains(r.ChildId));
        }

        if (filter.HashedParticipantId is { } participant)
        {
            var among = responses;
            var parents = db.Users.Where(u => among.Any(r => r.ParticipantId == u.Id));
            var keys = await KeysOfAsync(
                study,
                participant,
                parents.Select(u => new Person(u.Id, u.Uuid)),
                cancellationToken
            );
            responses = responses.Where(r => keys.Contains(r.ParticipantId));
        }

        return responses;
    }

    /// <summary>Keys of the people with this hashed id, which in a large study may be more than one.</summary>
    /// <remarks>The database can't compute hashed ids: it tells who there is, and only the keys that fit are kept.</remarks>
    static async Task<long[]> KeysOfAsync(
        Study study,
        string hashedId,
        IQueryable<Person> people,
        CancellationToken cancellationToken
    )
    {
        if (hashedId.Length != study.HashDigits)
            return [];
        List<long> keys = [];
        await foreach (var person in people.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (HashedId.Of(person.Id, study.Uuid, study.Salt, study.HashDigits) == hashedId)
                keys.Add(person.Key);
        }

        return [.. keys];
    }

    sealed record Person(long Key, Guid Id);
}
