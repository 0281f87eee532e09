using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain.Responses;
using Chs.Domain.Studies;

namespace Chs.Application.Responses;

/// <summary>What a family sees of its own sessions.</summary>
sealed class OwnResponses(IChsDb db, Actor actor)
{
    /// <summary>The sessions of the actor's children, newest first.</summary>
    public IQueryable<OwnResponseRow> Rows =>
        from response in db.Responses
        where response.ParticipantId == actor.Key
        join study in db.Studies on response.StudyId equals study.Id
        join child in db.Children on response.ChildId equals child.Id
        orderby response.Id descending
        select new OwnResponseRow
        {
            Key = response.Id,
            Id = response.Uuid,
            StudyId = study.Uuid,
            StudyName = study.Details.Name,
            StudyType = response.StudyType,
            ChildId = child.Uuid,
            ChildName = child.GivenName,
            IsPreview = response.IsPreview,
            Completed = response.Completed,
            CompletedConsentFrame = response.CompletedConsentFrame,
            Ruling = response.Ruling,
            ExitAnswers = response.ExitAnswers,
            CreatedAt = response.CreatedAt,
            ModifiedAt = response.ModifiedAt,
            Version = response.Version,
        };
}

/// <summary>The columns of a response that its family sees.</summary>
sealed record OwnResponseRow
{
    public required long Key { get; init; }
    public required Guid Id { get; init; }
    public required Guid StudyId { get; init; }
    public required string StudyName { get; init; }
    public required StudyType StudyType { get; init; }
    public required Guid ChildId { get; init; }
    public required string ChildName { get; init; }
    public required bool IsPreview { get; init; }
    public required bool Completed { get; init; }
    public required bool CompletedConsentFrame { get; init; }
    public required Ruling Ruling { get; init; }
    public required string? ExitAnswers { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }
    public required int Version { get; init; }

    public OwnResponseListItem ToItem() =>
        new()
        {
            Id = Id,
            Study = new OwnResponseStudy(StudyId, StudyName, StudyType),
            Child = new OwnResponseChild(ChildId, ChildName),
            IsPreview = IsPreview,
            Completed = Completed,
            CompletedConsentFrame = CompletedConsentFrame,
            Consent = Ruling,
            Withdrawn = Domain.Responses.ExitAnswers.Of(ExitAnswers).Withdrawn,
            CreatedAt = CreatedAt,
            ModifiedAt = ModifiedAt,
        };
}

/// <summary>A session of one of your children.</summary>
public sealed record OwnResponseListItem
{
    public required Guid Id { get; init; }
    public required OwnResponseStudy Study { get; init; }
    public required OwnResponseChild Child { get; init; }

    /// <summary>Whether you previewed the study, which never counts as data.</summary>
    public required bool IsPreview { get; init; }

    public required bool Completed { get; init; }
    public required bool CompletedConsentFrame { get; init; }

    /// <summary>What the researchers say of your consent; <c>pending</c>: they haven't looked yet.</summary>
    public required Ruling Consent { get; init; }

    /// <summary>Whether you asked at the end to have the films deleted.</summary>
    public required bool Withdrawn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }
}

/// <summary>The study of a session.</summary>
/// <param name="Id">The study; <c>getOpenStudy</c> reads it while it takes families.</param>
/// <param name="Name">Its name now.</param>
/// <param name="Type">How the session was run.</param>
public sealed record OwnResponseStudy(Guid Id, string Name, StudyType Type);

/// <summary>The child of a session.</summary>
public sealed record OwnResponseChild(Guid Id, string Name);
