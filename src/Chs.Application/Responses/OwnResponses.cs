using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain.Responses;
using Chs.Domain.Studies;

namespace Chs.Application.Responses;

/// <summary>What a family sees of its own sessions.</summary>
sealed class OwnResponses(IChsDb db, Actor actor)
{
    /// <summary>The sessions of the actor's children.</summary>
    public IQueryable<Response> All => db.Responses.Where(r => r.ParticipantId == actor.Key);

    IQueryable<Response> Participations => db.Responses.Where(Participation.Counts);

    /// <summary>What families see of sessions, in the order of these.</summary>
    public IQueryable<OwnResponseRow> RowsOf(IQueryable<Response> responses) =>
        from response in responses
        join study in db.Studies on response.StudyId equals study.Id
        join child in db.Children on response.ChildId equals child.Id
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
            IsParticipation = Participations.Any(p => p.Id == response.Id),
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
    public required bool IsParticipation { get; init; }
    public required Ruling Ruling { get; init; }
    public required string? ExitAnswers { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }
    public required int Version { get; init; }

    public OwnResponseListItem ToItem() =>
        new()
        {
            Id = Id,
            Study = new Reference(StudyId, StudyName),
            StudyType = StudyType,
            Child = new Reference(ChildId, ChildName),
            IsPreview = IsPreview,
            IsCompleted = Completed,
            HasCompletedConsentFrame = CompletedConsentFrame,
            IsParticipation = IsParticipation,
            Consent = Ruling,
            IsWithdrawn = Domain.Responses.ExitAnswers.Of(ExitAnswers).Withdrawn,
            CreatedAt = CreatedAt,
            ModifiedAt = ModifiedAt,
        };
}

/// <summary>A session of one of your children.</summary>
public sealed record OwnResponseListItem
{
    public required Guid Id { get; init; }

    /// <summary>The study, which <c>getOpenStudy</c> reads while it takes families.</summary>
    public required Reference Study { get; init; }

    /// <summary>How the session was run.</summary>
    public required StudyType StudyType { get; init; }

    public required Reference Child { get; init; }

    /// <summary>Whether you previewed the study, which never counts as data.</summary>
    public required bool IsPreview { get; init; }

    public required bool IsCompleted { get; init; }
    public required bool HasCompletedConsentFrame { get; init; }

    /// <summary>
    /// Whether the child has taken part by it: not yet when the study was only opened, and never by a preview. Studies ask
    /// for participation in others, or for none, by this.
    /// </summary>
    public required bool IsParticipation { get; init; }

    /// <summary>What the researchers say of your consent; <c>pending</c>: they haven't looked yet.</summary>
    public required Ruling Consent { get; init; }

    /// <summary>Whether you asked at the end to have the recordings deleted.</summary>
    public required bool IsWithdrawn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }
}
